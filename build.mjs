// Bundles the programs that Node runs, the extension and its pages into dist/, or into the folder given.
// Libraries with native parts or data files stay outside the bundle.
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';

const folder = process.argv[2] ?? 'dist';

const programs = {
  retort: 'server/cli/main.ts',
  server: 'server/training/server/main.ts',
  worker: 'server/training/worker.ts',
  loader: 'server/training/data/loader.ts',
  golden: 'server/cli/golden.ts',
  docs: 'server/cli/docs.ts',
  bench: 'test/bench/main.ts',
  peers: 'test/bench/peers/main.ts',
  peer: 'test/bench/peers/retort.ts',
};

const { metafile } = await build({
  metafile: true,
  entryPoints: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file))),
  outdir: folder,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  sourcemap: true,
  mainFields: ['module', 'main'],
  // TensorFlow.js is bundled whole: left outside, its backends would load a second core with a registry of its own.
  external: ['sharp', 'onnxruntime-node'],
  // What bundled CommonJS (the WebAssembly glue) expects of its surroundings.
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      "import { dirname as __directoryOf } from 'node:path';",
      "import { fileURLToPath as __fileURLToPath } from 'node:url';",
      'const require = __createRequire(import.meta.url);',
      'const __dirname = __directoryOf(__fileURLToPath(import.meta.url));',
    ].join(' '),
  },
  // A bare import that is dropped would lose the registration of gradients or kernels.
  logOverride: { 'ignored-bare-import': 'error' },
  logLevel: 'warning',
});

// The editor loads an extension as CommonJS; `vscode` is its own.
await build({
  entryPoints: { extension: 'extension/main.ts' },
  outdir: folder,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  minify: true,
  external: ['vscode'],
  logLevel: 'warning',
});

// Pages: one script and one stylesheet each.
await build({
  entryPoints: { 'webview/run': 'webview/run/main.ts' },
  outdir: folder,
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  minify: true,
  sourcemap: true,
  logLevel: 'warning',
});

// Chunks of earlier builds would pile up: their names change with their content.
const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(folder))
  if (/\.js(\.map)?$/.test(name) && !made.has(name)) rmSync(`${folder}/${name}`);

// The bundle finds its WebAssembly beside itself, also in a packed extension that has no node_modules.
mkdirSync(folder, { recursive: true });
copyFileSync(
  'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  `${folder}/tfjs-backend-wasm-simd.wasm`,
);

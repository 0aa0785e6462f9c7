// Bundles the programs that Node runs, the extension and its pages into dist/, or into the folder given.
// Libraries with native parts or data files stay outside the bundle.
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeSample } from './media/sample/make.mjs';

/** What an installed Retort runs. */
const product = {
  retort: 'server/cli/main.ts',
  server: 'server/training/server/main.ts',
  worker: 'server/training/worker.ts',
  loader: 'server/training/data/loader.ts',
  'look-ahead': 'server/cli/look-ahead/thread.ts',
};

/** What only this repository runs. */
const workshop = {
  golden: 'server/cli/golden.ts',
  docs: 'server/cli/docs.ts',
  bench: 'test/bench/main.ts',
  peers: 'test/bench/peers/main.ts',
  peer: 'test/bench/peers/retort.ts',
};

/** TensorFlow.js is bundled whole: left outside, its backends would load a second core with a registry of its own. */
export const external = ['sharp', 'onnxruntime-node', 'playwright-core', '@sparticuz/chromium'];

const wasm = 'tfjs-backend-wasm-simd.wasm';

/** Bundles into a folder; gives the paths of all source files that went into it. */
export async function bundle(folder, { forUsers = false } = {}) {
  const common = {
    outdir: folder,
    bundle: true,
    metafile: true,
    sourcemap: !forUsers,
    logLevel: 'warning',
  };
  const programs = forUsers ? product : { ...product, ...workshop };

  const { metafile } = await build({
    ...common,
    entryPoints: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file))),
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    mainFields: ['module', 'main'],
    external,
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
  });

  // In pieces: an editor that starts reads only what shows the side bar. `vscode` is the editor's own.
  const extension = await build({
    ...common,
    entryPoints: { 'extension/main': 'extension/main.ts' },
    chunkNames: 'extension/[name]-[hash]',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    minify: true,
    external: ['vscode'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });

  // Pages: one script and one stylesheet each.
  const pages = await build({
    ...common,
    entryPoints: { 'webview/run': 'webview/run/main.ts' },
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    minify: true,
  });

  // Chunks of earlier builds would pile up: their names change with their content.
  const outputs = [metafile, extension.metafile].flatMap((of) => Object.keys(of.outputs));
  const made = new Set(outputs.map((path) => basename(path)));
  for (const place of [folder, `${folder}/extension`])
    for (const name of readdirSync(place))
      if (/\.js(\.map)?$/.test(name) && !made.has(name)) rmSync(`${place}/${name}`);

  // The bundle finds its WebAssembly beside itself, also in a packed extension that has no node_modules.
  mkdirSync(folder, { recursive: true });
  copyFileSync(`node_modules/@tensorflow/tfjs-backend-wasm/dist/${wasm}`, `${folder}/${wasm}`);
  makeSample(`${folder}/sample`);

  return [metafile, extension.metafile, pages.metafile].flatMap(({ inputs }) => Object.keys(inputs));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle(process.argv[2] ?? 'dist');

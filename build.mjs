// Bundles the programs that Node runs. Libraries with native parts or data files stay outside the bundle.
import { build } from 'esbuild';
import { existsSync } from 'node:fs';

const programs = {
  retort: 'server/cli/main.ts',
  worker: 'server/training/worker.ts',
  loader: 'server/training/data/loader.ts',
  golden: 'server/cli/golden.ts',
  docs: 'server/cli/docs.ts',
  bench: 'test/bench/main.ts',
};

await build({
  entryPoints: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file))),
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  sourcemap: true,
  mainFields: ['module', 'main'],
  external: ['sharp', '@tensorflow/tfjs-backend-wasm'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  // A bare import that is dropped would lose the registration of gradients or kernels.
  logOverride: { 'ignored-bare-import': 'error' },
  logLevel: 'warning',
});

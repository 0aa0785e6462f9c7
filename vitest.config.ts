import { defineConfig } from 'vitest/config';

// TensorFlow.js must exist once in a test process; inlining makes every import resolve to its ES module build.
const tensorflow = {
  resolve: { mainFields: ['module', 'main'] },
  ssr: { resolve: { mainFields: ['module', 'main'] } },
};
const server = { deps: { inline: [/@tensorflow/, /long/, /seedrandom/] } };

const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  ...tensorflow,
  test: {
    projects: [
      {
        ...tensorflow,
        test: {
          name: 'house',
          include: ['test/**/*.test.ts'],
          exclude: ['test/editor/**'],
          globalSetup: ['test/build.ts'],
          server,
          ...patience,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'editor',
          include: ['test/editor/**/*.test.ts'],
          globalSetup: ['test/editor/setup.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // An editor and a browser need the machine: after everything else, one suite at a time.
          sequence: { groupOrder: 1 },
        },
      },
    ],
    maxWorkers: 2,
  },
});

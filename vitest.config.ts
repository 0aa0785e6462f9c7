import { defineConfig } from 'vitest/config';

// TensorFlow.js must exist once in a test process; inlining makes every import resolve to its ES module build.
const tensorflow = {
  resolve: { mainFields: ['module', 'main'] },
  ssr: { resolve: { mainFields: ['module', 'main'] } },
};
const server = { deps: { inline: [/@tensorflow/, /long/, /seedrandom/] } };

export default defineConfig({
  ...tensorflow,
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    server,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import tseslint from 'typescript-eslint';
import { importTable } from './eslint.rooms.js';

/** Ways out of a pure function. The trainer takes ports instead; its only packages are in the import table. */
const impure = [
  ...[
    'Date',
    'performance',
    'process',
    'console',
    'fetch',
    'crypto',
    'globalThis',
    'global',
    'require',
    'module',
  ],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
].map((name) => ({ name, message: 'server/distill is pure: take a port.' }));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '**/*.mjs', 'eslint.*.js'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-params': ['error', 4],
      eqeqeq: 'error',
    },
  },
  {
    files: ['server/**/*.ts', 'extension/**/*.ts', 'webview/**/*.ts'],
    plugins: { house: { rules: { 'import-table': importTable } } },
    rules: { 'house/import-table': 'error' },
  },
  {
    files: ['server/distill/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impure],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from distill/random.ts.' },
      ],
    },
  },
);

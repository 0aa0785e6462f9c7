import tseslint from 'typescript-eslint';

/** The rooms of the house and what each may import (docs/architecture.md). */
const rooms = {
  protocol: [],
  distill: ['protocol'],
  backends: ['distill', 'protocol'],
  recipe: ['distill', 'backends/shapes', 'protocol'],
  runs: ['protocol', 'distill'],
  training: ['distill', 'recipe', 'backends', 'runs', 'protocol'],
  language: ['recipe', 'protocol'],
  cli: ['recipe', 'training', 'runs', 'protocol', 'distill', 'backends'],
};

const importTable = Object.entries(rooms).map(([room, allowed]) => {
  const others = Object.keys(rooms).filter((other) => other !== room && !allowed.includes(other));
  const patterns = [
    ...others.map((other) => {
      const exceptions = allowed
        .filter((entry) => entry.startsWith(`${other}/`))
        .map((entry) => entry.slice(other.length + 1));
      const but = exceptions.length > 0 ? `(?!(${exceptions.join('|')})/)` : '';
      return {
        regex: `^(\\.\\./)+${other}/${but}`,
        message: `server/${room} may not import server/${other} (docs/architecture.md).`,
      };
    }),
    {
      regex: '(^|/)(extension|webview|test)/',
      message: 'The server imports neither the editor, the webview nor tests.',
    },
    { regex: '^vscode$', message: 'Only extension/ may import vscode.' },
  ];
  return { room, patterns };
});

/** The trainer is pure: effects come in as ports. */
const pure = {
  imports: {
    regex: '^(node:|sharp|tar-stream|yaml)',
    message: 'server/distill has no file system, socket or process: take a port.',
  },
  globals: ['Date', 'performance', 'setTimeout', 'setInterval', 'process', 'fetch', 'console'].map(
    (name) => ({
      name,
      message: 'server/distill is pure: take a port.',
    }),
  ),
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '**/*.mjs', 'eslint.config.js'] },
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
  ...importTable.map(({ room, patterns }) => ({
    files: [`server/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: room === 'distill' ? [...patterns, pure.imports] : patterns },
      ],
    },
  })),
  {
    files: ['server/distill/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...pure.globals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from distill/random.ts.' },
      ],
    },
  },
);

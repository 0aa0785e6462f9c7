import { dirname, relative, resolve } from 'node:path';

/**
 * The rooms of the house and what each may import: other rooms (a folder, or single files of it) and packages.
 * docs/architecture.md says why. Whatever isn't named here is refused.
 */
const effects = /^node:/;
const tensorflow = '@tensorflow/tfjs-core';

export const rooms = {
  'server/protocol': { rooms: [], packages: [] },
  'server/text': { rooms: [], packages: [] },
  'server/distill': {
    rooms: ['server/protocol', 'server/text'],
    packages: [tensorflow, 'typebox', 'typebox/value'],
  },
  'server/backends': {
    rooms: [
      'server/protocol',
      'server/text',
      'server/distill/backend.ts',
      'server/distill/compile.ts',
      'server/distill/operations',
      'server/distill/tensors.ts',
      'server/distill/networks/network.ts',
    ],
    packages: [effects, /^@tensorflow\//, 'onnxruntime-node', 'fastest-levenshtein'],
  },
  'server/recipe': {
    rooms: ['server/protocol', 'server/text', 'server/distill', 'server/backends/recording/measure.ts'],
    packages: [effects, 'yaml', 'typebox', 'fastest-levenshtein'],
  },
  'server/runs': {
    rooms: [
      'server/protocol',
      'server/text',
      'server/distill/plan.ts',
      'server/distill/ports.ts',
      'server/distill/jobs.ts',
      'server/distill/tables.ts',
      'server/distill/tensors.ts',
      'server/distill/checkpoints',
    ],
    packages: [effects],
  },
  'server/training': {
    rooms: [
      'server/protocol',
      'server/text',
      'server/distill',
      'server/recipe',
      'server/backends',
      'server/runs',
    ],
    packages: [effects, 'sharp', /^vscode-jsonrpc/],
  },
  'server/language': {
    rooms: ['server/protocol', 'server/text', 'server/recipe'],
    packages: [effects, /^vscode-languageserver/],
  },
  'server/cli': {
    rooms: [
      'server/protocol',
      'server/text',
      'server/distill',
      'server/recipe',
      'server/backends',
      'server/runs',
      'server/training',
      'server/language',
    ],
    packages: [
      effects,
      tensorflow,
      'yaml',
      'typebox',
      'typebox/value',
      'cli-progress',
      'fastest-levenshtein',
      'vscode-languageserver/node',
    ],
  },
  extension: {
    rooms: ['server/protocol', 'server/text', 'server/training/client'],
    packages: [effects, 'vscode', 'yaml', /^vscode-languageclient/],
  },
  webview: { rooms: ['server/protocol'], packages: ['uplot', '@vscode/webview-ui-toolkit'] },
};

const inside = (path, place) => path === place || path.startsWith(`${place}/`);

/** Why a file may not import something, or null. `file` is relative to the project, with `/`. */
export function refusal(file, source) {
  const room = Object.keys(rooms).find((name) => inside(file, name));
  if (room === undefined) return null;
  const allowed = rooms[room];
  if (!source.startsWith('.')) {
    const known = allowed.packages.some((name) =>
      typeof name === 'string' ? name === source : name.test(source),
    );
    return known ? null : `${room} may not import ${source} (eslint.rooms.js, docs/architecture.md).`;
  }
  const target = relative('.', resolve(dirname(file), source)).replaceAll('\\', '/');
  const reachable = inside(target, room) || allowed.rooms.some((place) => inside(target, place));
  return reachable ? null : `${room} may not import ${target} (eslint.rooms.js, docs/architecture.md).`;
}

/** Import, re-export, dynamic import and type import alike. */
export const importTable = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll('\\', '/');
    const check = (node) => {
      if (typeof node.source?.value !== 'string') {
        if (node.type === 'ImportExpression')
          context.report({ node, message: 'The path of an import is a literal.' });
        return;
      }
      const message = refusal(file, node.source.value);
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

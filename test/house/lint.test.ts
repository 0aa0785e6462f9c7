import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const eslint = new ESLint();

/** Messages about a file of this text at this place; it needs not exist, so rules that know types are left out. */
async function lint(file: string, text: string): Promise<readonly string[]> {
  const known = new ESLint({ overrideConfigFile: true, overrideConfig: await untyped(file) });
  const [result] = await known.lintText(text, { filePath: file });
  return (result?.messages ?? []).map(({ message }) => message);
}

/** The project's configuration for a file with only the rules of the house. */
async function untyped(file: string): Promise<object[]> {
  const config: unknown = await eslint.calculateConfigForFile(file);
  const { rules, plugins } = config as { rules: Record<string, unknown>; plugins: Record<string, unknown> };
  const house = Object.entries(rules).filter(
    ([name]) => name === 'house/import-table' || name.startsWith('no-restricted'),
  );
  const { languageOptions } = config as { languageOptions: { parser: unknown } };
  return [
    {
      files: ['**/*.ts'],
      plugins,
      rules: Object.fromEntries(house),
      languageOptions: { parser: languageOptions.parser },
    },
  ];
}

describe('the import table', () => {
  test.each([
    ['server/protocol/a.ts', "import { x } from '../distill/plan.ts';"],
    ['server/protocol/a.ts', "import { tensor } from '@tensorflow/tfjs-core';"],
    ['server/distill/a.ts', "import fs from 'fs';"],
    ['server/distill/losses/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['server/distill/a.ts', "import '@tensorflow/tfjs-backend-cpu';"],
    ['server/distill/a.ts', "export const late = () => import('../runs/writer.ts');"],
    ['server/distill/a.ts', "export * from '../recipe/parse.ts';"],
    ['server/distill/a.ts', "export type A = import('../recipe/parse.ts').RecipeDocument;"],
    ['server/recipe/a.ts', "import { wasm } from '../backends/wasm/index.ts';"],
    ['server/runs/a.ts', "import { train } from '../distill/train.ts';"],
    ['server/backends/a.ts', "import { losses } from '../distill/losses/index.ts';"],
    ['server/language/a.ts', "import { plan } from '../distill/plan.ts';"],
    ['server/cli/a.ts', "import * as vscode from 'vscode';"],
    ['server/cli/a.ts', "import { x } from '../../test/program.ts';"],
    ['webview/run/a.ts', "import { readRun } from '../../server/runs/state.ts';"],
    ['extension/runs/a.ts', "import { plan } from '../../server/recipe/plan.ts';"],
  ])('refuses in %s: %s', async (file, text) => {
    expect((await lint(file, text)).join()).toContain('may not import');
  });

  test.each([
    [
      'server/distill/losses/a.ts',
      "import { tensor } from '@tensorflow/tfjs-core'; import type { Shape } from '../tensors.ts';",
    ],
    ['server/recipe/a.ts', "import { measure } from '../backends/recording/measure.ts';"],
    [
      'server/training/a.ts',
      "import { train } from '../distill/train.ts'; import { fork } from 'node:child_process';",
    ],
    [
      'extension/a.ts',
      "import * as vscode from 'vscode'; import { connect } from '../server/training/client/connect.ts';",
    ],
  ])('allows in %s: %s', async (file, text) => {
    expect(await lint(file, text)).toEqual([]);
  });
});

describe('the trainer', () => {
  test.each([
    'new Date()',
    'performance.now()',
    'globalThis.Date',
    'setImmediate(f)',
    'process.pid',
    'crypto.randomUUID()',
    'Math.random()',
    'console.log(1)',
  ])('has no %s', async (effect) => {
    expect(await lint('server/distill/a.ts', `export const a = ${effect};`)).not.toEqual([]);
  });
});

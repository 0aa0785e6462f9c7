import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codesOf } from '../../../extension/explain/page.ts';
import { failureCodes } from '../../../server/cli/failure-codes.ts';
import { codes } from '../../../server/recipe/codes.ts';

const page = readFileSync('docs/problems.md', 'utf8');

it('finds a section of every code on the page', () => {
  expect([...codesOf(page)].sort()).toEqual(
    [...new Set([...Object.keys(codes), ...Object.keys(failureCodes)])].sort(),
  );
});

it('takes neither other headings nor words of a text for a code', () => {
  expect([...codesOf('## `a`\n### b\n### `c` d\nsee ### `e`\n### `f`\n')]).toEqual(['f']);
});

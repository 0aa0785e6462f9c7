import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureCodes } from '../../server/cli/failure-codes.ts';
import { codes } from '../../server/recipe/codes.ts';

/** Codes as they are written where something fails: `code: 'disk-full'`, `failure('disk-full', …`, `? 'a' : 'b'`. */
const written = /(?:code:[^,\n]*?|failure\(\s*|refuse\()'([a-z]+(?:-[a-z]+)*)'(?: : '([a-z-]+)')?/g;

const used = new Set(
  readdirSync('server', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('codes.ts'))
    .flatMap((file) => [...readFileSync(join('server', file), 'utf8').matchAll(written)])
    .flatMap(([, code = '', other]) => (other === undefined ? [code] : [code, other])),
);

test('every code of a failure is explained', () => {
  const explained = [...Object.keys(failureCodes), ...Object.keys(codes)];
  expect([...used].filter((code) => !explained.includes(code))).toEqual([]);
});

test('every explained failure can happen', () => {
  // Made from a word: `several-${what}s`.
  const made = ['several-inputs', 'several-outputs'];
  expect(Object.keys(failureCodes).filter((code) => !used.has(code) && !made.includes(code))).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeActions } from '../../../server/language/actions/code-actions.ts';
import { look, offsetOf, type Snapshot } from '../../../server/language/snapshot.ts';
import { noFacts, type Facts } from '../../../server/recipe/facts.ts';
import { applied } from '../../../server/recipe/fixes/apply.ts';
import { gather } from '../../../server/recipe/gather.ts';
import { parse } from '../../../server/recipe/parse.ts';

/**
 * A folder a case. The first line of both files names what leads from one to the other: the problem, or the kind of
 * the action, and its title (`# unknown-key: Rename to weight`).
 */
const folder = 'test/language/fixes';
const kinds = ['quickfix', 'refactor', 'source'];

// What is known of one case's files need not be read again for the next.
let facts: Facts = noFacts('');

async function seen(text: string, path: string): Promise<Snapshot> {
  facts = await gather(parse(text), resolve(path), facts);
  return look(text, facts);
}

describe.each(readdirSync(folder).sort())('%s', (name) => {
  const path = `${folder}/${name}/before.distill.yaml`;
  const before = readFileSync(path, 'utf8');
  const after = readFileSync(`${folder}/${name}/after.distill.yaml`, 'utf8');
  const [, what = '', title = ''] = /^\uFEFF?# ([A-Za-z.-]+): (.+?)\r?\n/u.exec(before) ?? [];

  test(`${what}: ${title}`, async () => {
    const snapshot = await seen(before, path);
    const actions = codeActions(snapshot, { start: 0, end: before.length }, kinds).filter(
      ({ kind, problem }) => kind === what || problem?.code === what,
    );
    expect(actions.map((action) => action.title)).toContain(title);
    const edits = actions
      .find((action) => action.title === title)
      ?.edits.map(({ range, newText }) => ({
        range: { start: offsetOf(snapshot, range.start), end: offsetOf(snapshot, range.end) },
        text: newText,
      }));
    expect(applied(before, edits ?? [])).toBe(after);
    const left = (await seen(after, path)).problems;
    expect(left.filter(({ code, severity }) => code === what || severity === 'error')).toEqual([]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver';
import { completions } from '../../../server/language/completion/completions.ts';
import { look, offsetOf, type Snapshot } from '../../../server/language/snapshot.ts';
import { builtIn } from '../../../server/recipe/catalogue.ts';
import { noFacts } from '../../../server/recipe/facts.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { schemaOf } from '../../../server/recipe/schema.ts';
import { structure } from '../../../server/recipe/structure.ts';
import { recipePath } from '../../recipe/recipes.ts';
import { accepted, noFiles } from './apply.ts';

const recipes = ['examples', 'media/templates'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.distill.yaml'))
    .map((name) => join(folder, name)),
);

const facts = noFacts(recipePath);
const schema = schemaOf(builtIn);

/** Whether what an item wrote is not known where it stands; what it makes of its neighbours is another matter. */
function isStrange(snapshot: Snapshot, item: CompletionItem, code: string): boolean {
  const text = accepted(snapshot, item);
  const { root } = parse(text);
  const { start, end } = editOf(snapshot, item);
  const written = { start, end: text.length - (snapshot.text.length - end) };
  const problems = root === null ? [] : structure(root, schema);
  return problems.some(
    ({ code: own, range }) => own === code && written.start <= range.start && range.end <= written.end,
  );
}

function editOf(snapshot: Snapshot, { label, textEdit }: CompletionItem) {
  if (textEdit === undefined || !('range' in textEdit)) throw new Error(`${label} has no edit.`);
  const { start, end } = textEdit.range;
  return { start: offsetOf(snapshot, start), end: offsetOf(snapshot, end), lines: end.line - start.line };
}

/** Offsets at an interval that no layout shares, beginning elsewhere in each recipe. */
const interval = 61;
const offsets = (text: string, first: number) =>
  Array.from(
    { length: Math.ceil(text.length / interval) },
    (_, index) => index * interval + (first % interval),
  );

const codes = new Map<CompletionItemKind | undefined, string>([
  [CompletionItemKind.Property, 'unknown-key'],
  [CompletionItemKind.EnumMember, 'unknown-value'],
]);

describe('what is offered all over a recipe is known where it is taken', () => {
  test.each(recipes.map((path, index) => [path, index] as const))('%s', async (path, index) => {
    const text = readFileSync(path, 'utf8');
    const snapshot = look(text, facts);
    const seen = new Set<string>();
    for (const offset of offsets(text, index)) {
      const items = await completions(snapshot, offset, noFiles);
      const away = items.filter((item) => {
        const { start, end, lines } = editOf(snapshot, item);
        return lines > 0 || offset < start || end < offset;
      });
      expect(away).toEqual([]);
      // The same items in the next part of a word would only be judged again.
      const all = items.map(({ label }) => label).join();
      if (seen.has(all)) continue;
      seen.add(all);
      const strange = items.filter((item) => isStrange(snapshot, item, codes.get(item.kind) ?? ''));
      expect(strange.map(({ label }) => label)).toEqual([]);
    }
  });
});

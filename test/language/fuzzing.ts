import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { codeActions } from '../../server/language/actions/code-actions.ts';
import { codeLenses } from '../../server/language/hints/code-lenses.ts';
import { completions } from '../../server/language/completion/completions.ts';
import { definition } from '../../server/language/navigation/definition.ts';
import { diagnostics } from '../../server/language/shell/diagnostics.ts';
import { foldingRanges } from '../../server/language/navigation/folding.ts';
import { formatting } from '../../server/language/formatting/formatting.ts';
import { hover } from '../../server/language/hover/hover.ts';
import { inlayHints } from '../../server/language/hints/inlay-hints.ts';
import { links } from '../../server/language/navigation/links.ts';
import { references } from '../../server/language/navigation/references.ts';
import { prepareRename, rename } from '../../server/language/navigation/rename.ts';
import { selectionRange } from '../../server/language/navigation/selection.ts';
import { semanticTokens } from '../../server/language/navigation/semantic-tokens.ts';
import { look, type Snapshot } from '../../server/language/snapshot.ts';
import { documentSymbols } from '../../server/language/navigation/symbols.ts';
import { namedIn } from '../../server/language/navigation/workspace-symbols.ts';
import { noFacts, type Facts } from '../../server/recipe/facts.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';

/** A recipe to spoil, with all that its files say. */
interface Base {
  readonly text: string;
  readonly facts: Facts;
}

/** All examples and templates. */
export function bases(): Promise<readonly Base[]> {
  const paths = ['examples', 'media/templates'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.distill.yaml'))
      .sort()
      .map((name) => resolve(join(folder, name))),
  );
  return Promise.all(
    paths.map(async (path) => {
      const text = readFileSync(path, 'utf8');
      return { text, facts: await gather(parse(text), path) };
    }),
  );
}

/** A text, an offset and another one in it, to ask every handler about. */
export interface Case extends Base {
  readonly offset: number;
  readonly end: number;
}

const signs = [
  ...['{', '}', '[', ']', ':', ': ', ', ', '- ', '&a ', '*a', '<<: *a', '? ', '| ', '> ', '!!set ', '%', '@'],
  ...['\t', '\n', '\r\n', '\r', '"', "'", '#', '---\n', '\uFEFF', '\u2028', '\u0000', '\uD800', '蒸馏', '🧪'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    '~',
    '.nan',
    '.inf',
    '1e999',
    '-0',
    '0x10',
    '30 epochs',
  ],
];

/** What somebody, or a cat on the keyboard, makes of recipes: pieces cut, put, doubled and taken from others. */
export function cases(all: readonly Base[]): fc.Arbitrary<Case> {
  const words = [...new Set(all.flatMap(({ text }) => text.match(/[A-Za-z][\w.-]+/gu) ?? []))];
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const piece = fc.oneof(
    fc.constantFrom(...signs),
    fc.constantFrom(...words),
    fc.string({ maxLength: 8, unit: 'binary' }),
    fc
      .record({ from: fc.constantFrom(...all), start: share, length: fc.nat(300) })
      .map(({ from, start, length }) => {
        const at = Math.floor(start * from.text.length);
        return from.text.slice(at, at + length);
      }),
  );
  const change = fc.record({
    at: share,
    length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(400)),
    put: piece,
  });
  const spoiled = fc
    .record({ base: fc.constantFrom(...all), changes: fc.array(change, { maxLength: 4 }) })
    .map(({ base, changes }) => ({
      facts: base.facts,
      text: changes.reduce((text, { at, length, put }) => {
        const start = Math.floor(at * text.length);
        return text.slice(0, start) + put + text.slice(start + length);
      }, base.text),
    }));
  const wild = fc
    .uint8Array({ maxLength: 600 })
    .map((bytes) => ({ facts: noFacts(resolve('any.distill.yaml')), text: new TextDecoder().decode(bytes) }));
  return fc
    .tuple(fc.oneof({ weight: 9, arbitrary: spoiled }, { weight: 1, arbitrary: wild }), share, share)
    .map(([base, one, other]) => {
      const [offset = 0, end = 0] = [one, other]
        .map((part) => Math.floor(part * (base.text.length + 1)))
        .sort((a, b) => a - b);
      return { ...base, offset, end };
    });
}

const lookup = { list: () => Promise.resolve([{ name: 'weights.safetensors', folder: false }]) };

type Handler = (snapshot: Snapshot, offset: number, end: number) => unknown;

/** Every handler of the language server. */
const handlers: Readonly<Record<string, Handler>> = {
  diagnostics: (snapshot) => diagnostics(snapshot, 'file:///a', (code) => code),
  completion: (snapshot, offset) => completions(snapshot, offset, lookup),
  hover,
  actions: (snapshot, start, end) => codeActions(snapshot, { start, end }),
  fixAll: (snapshot) => codeActions(snapshot, { start: 0, end: 0 }, ['source.fixAll']),
  definition,
  references: (snapshot, offset) => references(snapshot, offset, true),
  prepareRename,
  rename: (snapshot, offset) => rename(snapshot, offset, 'other'),
  links,
  lenses: (snapshot) => codeLenses(snapshot, '92.1 %'),
  hints: (snapshot, start, end) => inlayHints(snapshot, { start, end }, { defaults: true }),
  formatting,
  outline: documentSymbols,
  found: (snapshot) => namedIn('file:///a', snapshot),
  folds: foldingRanges,
  selection: selectionRange,
  tokens: semanticTokens,
};

/**
 * Asks everything about a case. Rejects where a handler throws or answers with a place outside the text; gives the
 * handler that took longest, in milliseconds of the processor: others may be at work too.
 */
export async function probe({
  text,
  facts,
  offset,
  end,
}: Case): Promise<{ readonly name: string; readonly ms: number }> {
  let slowest = { name: 'look', ms: 0 };
  const timed = async <T>(name: string, work: () => T): Promise<Awaited<T>> => {
    const before = process.cpuUsage();
    const answer = await work();
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    if (ms > slowest.ms) slowest = { name, ms };
    return answer;
  };
  const snapshot = await timed('look', () => look(text, facts));
  for (const [name, handle] of Object.entries(handlers)) {
    const answer = await timed(name, () => handle(snapshot, offset, end));
    const outside = firstOutside(answer, snapshot);
    if (outside !== null) throw new Error(`${name} answers with a place outside the text: ${outside}`);
  }
  return slowest;
}

/** The first range in an answer that isn't in the text, or is the wrong way round; null where all are. */
function firstOutside(answer: unknown, snapshot: Snapshot): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  if ('start' in answer && 'end' in answer) {
    const [start, end] = [offsetIn(answer.start, snapshot), offsetIn(answer.end, snapshot)];
    return start === null || end === null || start > end ? JSON.stringify(answer) : null;
  }
  for (const value of Object.values(answer)) {
    const outside = firstOutside(value, snapshot);
    if (outside !== null) return outside;
  }
  return null;
}

/** The offset of an offset, or of a line and character; null where it is not in the text. */
function offsetIn(place: unknown, { text, lines }: Snapshot): number | null {
  if (typeof place === 'number') return place >= 0 && place <= text.length ? place : null;
  const { line, character } = place as { readonly line: number; readonly character: number };
  const start = lines[line];
  if (start === undefined || character < 0) return null;
  const offset = start + character;
  return offset <= (lines[line + 1] ?? text.length) ? offset : null;
}

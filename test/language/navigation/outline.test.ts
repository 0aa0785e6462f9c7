import { SymbolKind, type DocumentSymbol, type SelectionRange } from 'vscode-languageserver';
import { describe, expect, it, test } from 'vitest';
import { foldingRanges } from '../../../server/language/navigation/folding.ts';
import { selectionRange } from '../../../server/language/navigation/selection.ts';
import { documentSymbols } from '../../../server/language/navigation/symbols.ts';
import { matching, namedIn } from '../../../server/language/navigation/workspace-symbols.ts';
import { recipe } from '../../recipe/recipes.ts';
import { cursorIn, seen } from '../cursor-text.ts';
import { marked } from '../edits.ts';

const outline = (symbols: readonly DocumentSymbol[], depth = 0): readonly string[] =>
  symbols.flatMap(({ name, detail, children }) => [
    `${'  '.repeat(depth)}${name}${detail ? ` (${detail})` : ''}`,
    ...outline(children ?? [], depth + 1),
  ]);

describe('symbols', () => {
  it('are the sections of a recipe with what they name', async () => {
    expect(outline(documentSymbols(await seen(recipe)))).toEqual([
      'version (1)',
      'name (MNIST from 600 labels)',
      'seeds',
      'data',
      '  labelled (idx)',
      '  transfer (idx)',
      '  val (idx)',
      '  test (idx)',
      'models',
      '  big (lenet5)',
      '  small (mlp)',
      'stages',
      '  teach (big, 20 epochs)',
      '    hard',
      '  distil (small, 10 epochs)',
      '    hard',
      '    kd',
      '    shape (hint)',
      'evaluate (val, test)',
      'checkpoints',
    ]);
  });

  it('reach over what they name', async () => {
    const models = documentSymbols(await seen(recipe)).find(({ name }) => name === 'models')?.children ?? [];
    expect(models.map(({ range }) => marked(recipe, range))).toEqual([
      'big:   { network: { kind: lenet5 } }',
      'small: { network: { kind: mlp, hidden: [32] } }',
    ]);
  });

  it('of a model are its heads and exits', async () => {
    const text = 'models: { big: { heads: { old: {}, new: {} }, exits: [stage.1, stage.2] } }\n';
    expect(outline(documentSymbols(await seen(text)))).toEqual([
      'models',
      '  big',
      '    old',
      '    new',
      '    exit.1',
      '    exit.2',
    ]);
  });

  it('of a broken text are what can be read', async () => {
    const broken = await seen('data:\n  val: { source: idx\nmodels: [\n');
    expect(outline(documentSymbols(broken))).toContain('  val (idx)');
    expect(documentSymbols(await seen('- a'))).toEqual([]);
  });

  it('of a workspace are found by letters of their names', async () => {
    const all = namedIn('file:///a.distill.yaml', await seen(recipe));
    const [found] = matching(all, 'SML');
    expect(found).toMatchObject({ name: 'small', kind: SymbolKind.Class, containerName: 'models' });
    expect(matching(all, '')).toHaveLength(12);
  });
});

describe('folding', () => {
  it('takes maps and lists by their keys, items, and comments', async () => {
    const text =
      '# one\n# two\ndata: # three\n  val:\n    source: idx\nstages:\n  - name: a\n    data: val\n  - name: b\n';
    expect(foldingRanges(await seen(text))).toEqual([
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 4 },
      { startLine: 3, endLine: 4 },
      { startLine: 5, endLine: 8 },
      { startLine: 6, endLine: 7 },
    ]);
  });

  it('takes what an alias repeats where it is written', async () => {
    const text = 'models:\n  a: &a\n    network: { kind: lenet5 }\n  b: *a\n';
    expect(foldingRanges(await seen(text)).map(({ startLine }) => startLine)).toEqual([0, 1]);
  });
});

describe('selection', () => {
  const grown = async (text: string): Promise<readonly string[]> => {
    const cursor = cursorIn(text);
    const ranges: string[] = [];
    let next: SelectionRange | undefined = selectionRange(await seen(cursor.text), cursor.offset);
    for (; next !== undefined; next = next.parent) ranges.push(marked(cursor.text, next.range));
    return ranges;
  };

  it('grows from a word to the whole text', async () => {
    expect(await grown('stages:\n  - train: [small/blo█ck.3, b]\n')).toEqual([
      'block',
      'small/block.3',
      '[small/block.3, b]',
      'train: [small/block.3, b]',
      '- train: [small/block.3, b]',
      'stages:\n  - train: [small/block.3, b]',
      'stages:\n  - train: [small/block.3, b]\n',
    ]);
  });

  it('grows from a key to its value', async () => {
    expect((await grown('data: { v█al: { take: 1 }, b: 2 }')).slice(0, 3)).toEqual([
      'val',
      'val: { take: 1 }',
      '{ val: { take: 1 }, b: 2 }',
    ]);
  });

  test.each(['█', '{█', '# co█mment\n'])('has something to say of %j', async (text) => {
    expect((await grown(text)).length).toBeGreaterThan(0);
  });
});

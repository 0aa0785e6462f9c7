import { describe, expect, it, test } from 'vitest';
import { definition } from '../../../server/language/navigation/definition.ts';
import { references } from '../../../server/language/navigation/references.ts';
import { prepareRename, rename } from '../../../server/language/navigation/rename.ts';
import { recipe as real } from '../../recipe/recipes.ts';
import { cursorIn, seen } from '../cursor-text.ts';
import { edited, marked } from '../edits.ts';

const recipe = `version: 1
data:
  labelled: { source: idx, path: here, take: 600 }
  val: { source: idx, path: there }
models:
  big: &net { network: { kind: lenet5 } }
  "small": { network: { kind: mlp, hidden: [32] }, init: { from: big } }
  third: *net
stages:
  - name: teach
    train: big
    data: labelled
    losses: [{ loss: hard }]
  - name: distil
    train: [small/hidden.*/**]
    teachers: 'big'
    data: { labelled: 1, val: 2 }
    losses:
      - { loss: kd, data: labelled }
      - loss: hint
        id: shape
        pairs: [[hidden.1, features.2], [hidden.1, big/pooled]]
evaluate: { data: [val], select: { data: val } }
diagnostics: { probe: { data: val } }
sweep: { over: { distil/kd.weight: [0.5], distil/shape.weight: [1] } }
`;

/** The recipe with the cursor in or at the first place that reads so. */
const at = (place: string) => {
  const plain = place.replace('█', '');
  expect(recipe).toContain(plain);
  return cursorIn(recipe.replace(plain, () => place));
};

describe('definitions and references', () => {
  test.each([
    [
      'a model that trains',
      'train: b█ig',
      ['big:', 'from: big', 'train: big', "teachers: 'big'", 'big/pooled'],
    ],
    ['a model of a pattern', '[sm█all/', ['small"', 'small/']],
    ['a model with quotes', "'b█ig'", ['big:', 'from: big', 'train: big', "teachers: 'big'", 'big/pooled']],
    ['a part of a mix', '{ label█led: 1', ['labelled:', 'data: labelled', 'labelled: 1', 'data: labelled']],
    ['a split that selects', 'select: { data: v█al', ['val:', 'val: 2', '[val', 'data: val', 'data: val']],
    ['a stage of a sweep', '{ dis█til/', ['distil', 'distil/kd', 'distil/shape']],
    ['a term without an id', '/k█d.', ['kd', 'kd.weight']],
    ['a term with an id', 'id: shap█e', ['shape', 'shape.weight']],
    ['an anchor', '*n█et', ['net', 'net']],
    ['a tap', 'hidden.█1,', ['hidden.1', 'hidden.1']],
  ])('%s', async (_, place, expected) => {
    const { text, offset } = at(place);
    const snapshot = await seen(text);
    const found = references(snapshot, offset, true).map((range) => marked(text, range));
    expect(found).toHaveLength(expected.length);
    const [name = ''] = found;
    expect(new Set(found)).toEqual(new Set([name]));
    for (const each of expected) expect(each).toContain(name);
  });

  it('leads from a name to its declaration', async () => {
    const { text, offset } = at('from: bi█g');
    const [only, ...others] = definition(await seen(text), offset);
    expect(others).toEqual([]);
    expect(only?.range).toEqual({ start: { line: 5, character: 2 }, end: { line: 5, character: 5 } });
    expect(only && marked(text, only.origin)).toBe('big');
  });

  test.each([
    ['of the student', '[[hidd█en.1', '{ kind: mlp, hidden: [32] }'],
    ['of the teacher', 'feat█ures.2', '{ kind: lenet5 }'],
    ['of a model that is named', '/pool█ed', '{ kind: lenet5 }'],
  ])('leads from a tap %s to the network that has it', async (_, place, expected) => {
    const { text, offset } = at(place);
    expect(definition(await seen(text), offset).map(({ range }) => marked(text, range))).toEqual([expected]);
  });

  it('takes the declaration out of the references when asked to', async () => {
    const { text, offset } = at('[v█al]');
    const found = references(await seen(text), offset, false);
    expect(found.map(({ start }) => start.line)).not.toContain(3);
    expect(found).toHaveLength(4);
  });

  test.each(['kind: le█net5', 'vers█ion', 'la█yers', '█'])('finds nothing at %s', async (place) => {
    const { text, offset } = cursorIn(
      `version: 1\nmodels: { big: { network: { kind: lenet5 } } } # layers\n`.replace(
        place.replace('█', ''),
        () => place,
      ),
    );
    const snapshot = await seen(text);
    expect(definition(snapshot, offset)).toEqual([]);
    expect(references(snapshot, offset, true)).toEqual([]);
    expect(prepareRename(snapshot, offset)).toBeNull();
  });

  it('follows an alias to the last anchor of its name', async () => {
    const { text, offset } = cursorIn('data: &a 1\nmodels: *a\nstages: &a 2\nevaluate: *█a\n');
    const [place] = definition(await seen(text), offset);
    expect(place?.range.start.line).toBe(2);
  });

  it('finds names under a loss with a slip', async () => {
    const { text, offset } = cursorIn(
      'models:\n  big: { network: { kind: mlp } }\nstages:\n  - name: a\n    losses: [{ loss: kkd, teachers: b█ig }]\n',
    );
    expect(references(await seen(text), offset, true)).toHaveLength(2);
  });

  it('finds a word that an alias makes the name of something else', async () => {
    const { text, offset } = cursorIn(
      'models:\n  b█ig: { network: { kind: mlp } }\nstages:\n  - name: &a big\n    train: *a\n',
    );
    expect(references(await seen(text), offset, false).map(({ start }) => start.line)).toEqual([3]);
  });

  it('does so in a broken text as far as it can be read', async () => {
    const { text, offset } = cursorIn(
      'models:\n  big: { network: { kind: mlp } }\nstages:\n  - name: a\n    train: b█ig\n    losses: [\n',
    );
    expect(definition(await seen(text), offset).map(({ range }) => marked(text, range))).toEqual(['big']);
  });
});

describe('names in quotes', () => {
  const quoted = String.raw`models:
  "te\u0061cher": { network: { kind: lenet5 } }
  'it''s': { network: { kind: mlp }, init: { from: 'teacher' } }
stages:
  - name: distil
    train: ["it's", "\x69t's/hidden.1/**"]
    teachers:
      - >-
        teacher
    losses: [{ loss: hint, pairs: [[hidden.1, "t\U00000065acher\/pooled"]] }]
`;
  const renamedAt = async (place: string, name: string): Promise<string> => {
    const { text, offset } = cursorIn(quoted.replace(place.replace('█', ''), () => place));
    const done = rename(await seen(text), offset, name);
    return 'edits' in done ? edited(text, done.edits) : done.refusal;
  };

  test.each([
    [
      'in double ones',
      'te█\\u',
      [String.raw`te\u0061cher`, 'teacher', 'teacher', String.raw`t\U00000065acher`],
    ],
    ['in single ones', "'it█''s", ["it''s", "it's", String.raw`\x69t's`]],
  ])('are found however they are spelt: %s', async (_, place, expected) => {
    const { text, offset } = cursorIn(quoted.replace(place.replace('█', ''), () => place));
    const found = references(await seen(text), offset, true);
    expect(found.map((range) => marked(text, range))).toEqual(expected);
  });

  it('keep them when renamed', async () => {
    expect(await renamedAt('te█\\u', 'big')).toBe(
      quoted.replaceAll(/te\\u0061cher|t\\U00000065acher|teacher(?!s)/gu, 'big'),
    );
    expect(await renamedAt("'it█''s", 'its')).toBe(quoted.replaceAll(/(?:\\x69|i)t''?s/gu, 'its'));
  });

  it('lose them where a line break in them is a space', async () => {
    const { text, offset } = cursorIn('stages:\n  - name: "a█\n      b"\n');
    const done = rename(await seen(text), offset, 'teach');
    expect('edits' in done && edited(text, done.edits)).toBe('stages:\n  - name: teach\n');
  });
});

describe('heads, exits and fields', () => {
  const headed = recipe
    .replace(
      'third: *net',
      'third: { network: { kind: lenet5 }, heads: { old: { classes: 5 } }, exits: [pooled] }',
    )
    .replace('- name: teach\n    train: big', '- name: teach\n    train: third\n    heads: { labelled: old }')
    .replace('{ loss: hard }', '{ loss: hard, head: old }, { loss: kd, head: [exit.1, old] }')
    .replace('{ kind: mlp, hidden: [32] }', '{ kind: mlp, hidden: [32] }, heads: { old: { classes: 2 } }')
    .replace('{ loss: kd, data', '{ loss: kd, head: old, data');
  const inHeaded = async (place: string) => {
    const plain = place.replace('█', '');
    expect(headed).toContain(plain);
    const { text, offset } = cursorIn(headed.replace(plain, () => place));
    return { text, offset, snapshot: await seen(text) };
  };

  it('are found in the model that trains', async () => {
    const { offset, snapshot } = await inHeaded('head: o█ld }, { loss: kd');
    const lines = headed
      .split('\n')
      .flatMap((line, index) => (/third:|hard|labelled: old/u.test(line) ? [index] : []));
    const found = references(snapshot, offset, true).map(({ start }) => start.line);
    expect(new Set(found)).toEqual(new Set(lines));
    expect(found).toHaveLength(4);
  });

  it('lead to where a model names them', async () => {
    const { text, offset, snapshot } = await inHeaded('head: o█ld, data');
    const [place] = definition(snapshot, offset);
    expect(place?.range.start.line).toBe(text.split('\n').findIndex((line) => line.includes('"small"')));
  });

  it('lead from an exit to its tap, whose name it does not share', async () => {
    const { text, offset, snapshot } = await inHeaded('[e█xit.1');
    expect(definition(snapshot, offset).map(({ range }) => marked(text, range))).toEqual(['pooled']);
    expect(prepareRename(snapshot, offset)).toBeNull();
    const tap = await inHeaded('exits: [po█oled');
    expect(prepareRename(tap.snapshot, tap.offset)).toBeNull();
    const marks = references(tap.snapshot, tap.offset, true).map((range) => marked(tap.text, range));
    expect(marks).toEqual(['pooled', 'exit.1']);
    const places = definition(tap.snapshot, tap.offset).map(({ range }) => marked(tap.text, range));
    expect(places).toEqual(['pooled', '{ kind: lenet5 }']);
  });

  it('are renamed in one model only', async () => {
    const { text, offset, snapshot } = await inHeaded('heads: { o█ld: { classes: 2');
    const done = rename(snapshot, offset, 'both');
    expect('edits' in done && edited(text, done.edits)).toBe(
      headed
        .replace('old: { classes: 2', 'both: { classes: 2')
        .replace('head: old, data', 'head: both, data'),
    );
  });

  it('lead from a field to the data that have it', async () => {
    const { text, offset } = cursorIn(
      real.replace(
        '{ network: { kind: lenet5 } }',
        '{ network: { kind: lenet5 }, inputs: { image: im█age } }',
      ),
    );
    const found = definition(await seen(text), offset).map(({ range }) => marked(text, range));
    expect(found).toEqual(['labelled', 'transfer', 'val', 'test']);
  });
});

describe('rename', () => {
  const renamed = async (place: string, name: string): Promise<string> => {
    const { text, offset } = at(place);
    const done = rename(await seen(text), offset, name);
    return 'edits' in done ? edited(text, done.edits) : done.refusal;
  };

  it('changes a name wherever it is written and nothing else', async () => {
    const text = await renamed('train: b█ig', 'teacher');
    expect(text).toBe(recipe.replaceAll(/\bbig\b/g, 'teacher'));
  });

  it('keeps quotes', async () => {
    expect(await renamed('"sm█all"', 'tiny')).toBe(recipe.replaceAll('small', 'tiny'));
  });

  it('renames an anchor with its aliases', async () => {
    expect(await renamed('&n█et', 'one')).toBe(recipe.replace('&net', '&one').replace('*net', '*one'));
  });

  it('gives a term an id that had none, and leaves its loss', async () => {
    expect(await renamed('/k█d.', 'soft')).toBe(
      recipe.replace('{ loss: kd', '{ id: soft, loss: kd').replace('/kd.', '/soft.'),
    );
  });

  it('does so in block style too', async () => {
    const { text, offset } = cursorIn(
      'stages:\n  - name: a\n    losses:\n      - loss: k█d\n        weight: 1\n',
    );
    const done = rename(await seen(text), offset, 'soft');
    expect('edits' in done && edited(text, done.edits)).toBe(
      'stages:\n  - name: a\n    losses:\n      - id: soft\n        loss: kd\n        weight: 1\n',
    );
  });

  it('says what would be renamed', async () => {
    const { text, offset } = at('[sm█all/');
    const prepared = prepareRename(await seen(text), offset);
    expect(prepared?.placeholder).toBe('small');
    expect(prepared && marked(text, prepared.range)).toBe('small');
  });

  it('does not offer a tap, whose name its network gives', async () => {
    const { text, offset } = at('[[hidd█en.1');
    expect(prepareRename(await seen(text), offset)).toBeNull();
  });

  test.each([
    ['my model', 'Found the name "my model", expected a letter and then letters, digits, - or _.'],
    ['', 'Found the name "", expected a letter and then letters, digits, - or _.'],
    ['third', 'There is a third already. Choose another name.'],
    ['true', 'YAML reads true as a value of its own, not as a name. Choose another.'],
  ])('refuses "%s"', async (name, reason) => expect(await renamed('train: b█ig', name)).toBe(reason));
});

import { describe, expect, test } from 'vitest';
import { kd } from '../../../server/distill/losses/kd.ts';
import { changed, recipe } from '../../recipe/recipes.ts';
import { hoverIn } from './hover-text.ts';

/** The recipe of the tests with the cursor in a piece of it. */
const at = (piece: string): string => {
  const text = piece.replace('█', '');
  if (!recipe.includes(text)) throw new Error(`The recipe of the tests has no ${text}.`);
  return recipe.replace(text, () => piece);
};

const textAt = async (piece: string): Promise<string> => (await hoverIn(at(piece)))?.text ?? '';

describe('hover on a loss', () => {
  test('gives its formula as a block', async () => {
    expect(await textAt('loss: k█d')).toContain(`\`\`\`text\n${kd.formula}\n\`\`\``);
  });

  test('gives the values that the term has here, stated or not', async () => {
    const text = await textAt('loss: k█d');
    expect(text).toContain('Reduction: `batchmean`, weight: `0.9`');
    expect(text).toContain('`temperature` = `4`');
    expect(text).toContain('`t2` = `true`');
    expect(text).toContain('`direction` = `forward`');
  });

  test('gives its floor, what it needs, what others do differently, and its sources', async () => {
    const text = await textAt('loss: k█d');
    expect(text).toContain('Value when student equals teacher: 0');
    expect(text).toContain('Needs a teacher, the same classes on both sides');
    expect(text).toContain('soft cross-entropy without T²');
    expect(text).toContain('Hinton, Vinyals, Dean 2015');
  });

  test('gives the floor of the form that the term states', async () => {
    const text = await hoverIn(changed(['loss: kd,', 'loss: k█d, form: soft-cross-entropy,']));
    expect(text?.text).toContain(
      "Value when student equals teacher: the teacher's entropy at its temperature",
    );
  });

  test('says what a sample depends on of its batch', async () => {
    const text = await hoverIn(changed(['loss: kd,', 'loss: kd-flsw█,']));
    expect(text?.text).toContain('Depends on the rest of the batch');
  });
});

describe('hover on a key', () => {
  test('says what it is, what it takes, its limits and its default', async () => {
    expect((await hoverIn(at('temper█ature: 4')))?.text).toBe(
      [
        '**`temperature`**',
        'T of both networks; divides the logits.',
        '- Takes a number, or a schedule { from, to, over, shape } or { from, step, by }, `> 0`\n- Default: `4`',
      ].join('\n\n'),
    );
  });

  test('is about the key', async () => {
    expect((await hoverIn(at('temper█ature: 4')))?.about).toBe('temperature');
  });

  test('says whether it has to be there, and its unit', async () => {
    expect(await textAt('len█gth: 20')).toContain('**`length`** (required)');
    expect(await textAt('ba█tch: 64')).toContain('Unit: samples');
  });

  test('says of something planned that this version has it not', async () => {
    const text = await hoverIn(
      changed(['small: { network:', 'small: { quan█tize: { weights: 8 }, network:']),
    );
    expect(text?.text).toContain('Not in this version');
  });

  test('says nothing of a key that the schema does not know', async () => {
    expect(await hoverIn(changed(['seeds: [1]', 'se█ds: [1]']))).toBeNull();
  });
});

describe('hover on a tap', () => {
  test('gives its shape, its size and the other side of its pair', async () => {
    expect((await hoverIn(at('features█.2')))?.text).toBe(
      [
        '**`features.2`** · tap of `big`',
        [
          '- Shape: `[4, 4, 16]`, height × width × channels',
          '- 256 floats a sample (1.02 kB)',
          '- Tap 2 of 5 in the forward pass',
        ].join('\n'),
        'Student `hidden.1` `[32]` → `linear` → teacher `features.2` `[4, 4, 16]`',
      ].join('\n\n'),
    );
  });

  test('gives shapes where the pair does not meet', async () => {
    const text = await hoverIn(
      changed(['[[hidden.1, features.2]], project: linear', '[[hid█den.1, features.2]]']),
    );
    expect(text?.text).toContain('`[32]` ↔ teacher `features.2` `[4, 4, 16]`');
  });

  test('lists the pairs that follow from a rule', async () => {
    const text = await hoverIn(changed(['[[hidden.1, features.2]]', 'unif█orm']));
    expect(text?.text).toBe('- Student `hidden.1` `[32]` → `linear` → teacher `hidden.2` `[84]`');
  });
});

describe('hover on a name', () => {
  test('of a model gives its card', async () => {
    const text = await textAt('train: smal█l');
    expect(text).toContain('**`small`** · model, network `mlp`');
    expect(text).toContain('Parameters: 25,450 (102 kB)');
    expect(text).toContain('Taps: `hidden.1` [32], `logits` [10]');
    expect(text).toContain('Trained in `distil`');
    expect(text).toContain('1.7 × smaller than its teacher `big`');
  });

  test('of a model is the same where it is defined', async () => {
    expect(await textAt('  smal█l: {')).toBe(await textAt('train: smal█l'));
  });

  test('of a model says what it trains where a part is named', async () => {
    const text = await hoverIn(changed(['train: small', 'train: small/hidden█.1/**']));
    expect(text?.text).toContain('Trains 2 of 4 variables; the rest is frozen.');
  });

  test('of a model says that its checkpoint is not there yet', async () => {
    const text = await hoverIn(changed(['big:   {', 'b█ig:   { checkpoint: nowhere.safetensors,']));
    expect(text?.text).toContain('Checkpoint: `nowhere.safetensors`, not there yet');
  });

  test('of data gives their size, fields, classes and files', async () => {
    const text = await textAt('{ labelled█: 1');
    expect(text).toContain('Samples: the first 600 of 60,000');
    expect(text).toContain('`image` [28, 28, 1] float32');
    expect(text).toContain('Classes: 10');
    expect(text).toContain('train-images-idx3-ubyte` (47.0 MB)');
  });

  test('of data says that labels are hidden', async () => {
    expect(await textAt('  trans█fer:')).toContain('Labels: none');
  });

  test('of a stage gives its length, teacher, batch and terms', async () => {
    expect(await textAt('name: dist█il')).toBe(
      [
        '**`distil`** · stage',
        [
          '- Trains `small`, taught by `big`',
          '- Length: 10,410 steps: 10 × an epoch of 1,041',
          '- Batch: 64 = 16 `labelled`, 48 `transfer`',
          '- Term `hard`: `hard` × `0.1`',
          '- Term `kd`: `kd` × `0.9`',
          '- Term `shape`: `hint` × `0.5`',
        ].join('\n'),
      ].join('\n\n'),
    );
  });
});

describe('hover on an amount', () => {
  test('says how many steps a length is in its stage', async () => {
    expect(await textAt('length: 10 ep█ochs')).toContain('10,410 steps: 10 × an epoch of 1,041');
  });

  test('says it for every stage where a length belongs to none', async () => {
    const text = await textAt('every: 1 █epoch');
    expect(text).toContain('- `teach`: 9 steps: 1 × an epoch of 9\n- `distil`: 1,041 steps');
  });

  test('gives the values of a schedule at start, middle and end', async () => {
    const expected = '0.002 at the start, 0.001 in the middle, 0 at the end, over 10,410 steps';
    expect(await textAt('shape: cos█ine')).toContain(expected);
    expect(await textAt('fro█m: 0.002')).toContain(expected);
    expect(await textAt('ra█te: {')).toContain(expected);
  });
});

describe('hover on a word', () => {
  test.each([
    ['kind: le█net5', 'Two convolutions of 6 and 16 maps'],
    ['kind: ada█m', 'β₁'],
    ['project: lin█ear', 'A dense layer'],
    ['source: id█x, path', 'IDX files of MNIST'],
  ])('%s', async (piece, expected) => {
    expect(await textAt(piece)).toContain(expected);
  });

  test('of something planned says what it is and that this version has it not', async () => {
    const text = await hoverIn(changed(['loss: kd,', 'loss: dk█d,']));
    expect(text?.text).toBe(
      "**`dkd`**\n\ndecoupled KD.\n\nNot in this version: a recipe with it is understood and can't run yet.",
    );
  });

  test('that chooses a kind of map says what the map is', async () => {
    const text = await hoverIn(changed(['take: 600', 'take: 600, augment: [{ kind: fl█ip }]']));
    expect(text?.text).toContain('Mirror left-right');
  });
});

describe('hover on an alias', () => {
  const shared = changed(
    ['optimizer: { kind: adam, rate: 0.001 }', 'optimizer: &fast { kind: adam, rate: 0.001 }'],
    [
      'optimizer: { kind: adam, rate: { from: 0.002, to: 0, over: 100 %, shape: cosine } }',
      'optimizer: *fa█st',
    ],
  );

  test('shows what it stands for and where that is', async () => {
    const found = await hoverIn(shared);
    expect(found?.about).toBe('*fast');
    expect(found?.text).toContain('**`*fast`** stands for what line 18 says:');
    expect(found?.text).toContain('{ kind: adam, rate: 0.001 }');
  });

  test('is read in a merge key too', async () => {
    const found = await hoverIn(shared.replace('*fa█st', '{ <<: *f█ast, rate: 1 }'));
    expect(found?.text).toContain('{ kind: adam, rate: 0.001 }');
  });

  test('of no anchor is nothing', async () => {
    expect(await hoverIn('a: *no█thing')).toBeNull();
  });
});

describe('hover in a text that', () => {
  test('is broken still explains keys and losses', async () => {
    expect((await hoverIn(`${at('loss: k█d')}\nbroken: [`))?.text).toContain('follows the softened');
    expect((await hoverIn('stages:\n  - { losses: [{ lo█ss: kd'))?.text).toContain('**`loss`** (required)');
  });

  test.each([['█'], ['█# nothing'], ['[1, █2]'], ['█\uFEFF'], ['version: 1 █ ']])(
    'has nothing to explain: %j',
    async (text) => {
      expect(await hoverIn(text)).toBeNull();
    },
  );

  test('has CRLF, tabs and a BOM is told by the right places', async () => {
    const text = `\uFEFF${at('temper█ature: 4').replaceAll('\n', '\r\n')}`;
    expect((await hoverIn(text))?.about).toBe('temperature');
  });
});

describe('hover on a key says what it is', () => {
  test.each([
    ['sta█ges:', 'in the order in which they run'],
    ['loss█es: [', 'what trains is the sum'],
    ['met█ric: accuracy', 'best checkpoint is chosen'],
    ['accura█cy, data: val', 'best checkpoint is chosen'],
    ['eve█ry: 1 epoch', 'How often the state is saved'],
    ['source: i█dx', 'IDX files of MNIST'],
    ['transfer: 3█ }', 'Share of the batch'],
    ['sha█pe: cosine', 'How it changes'],
  ])('%s', async (piece, expected) => expect(await textAt(piece)).toContain(expected));
});

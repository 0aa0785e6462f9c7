import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { changed, setEntry } from '../../../extension/teachers/edit.ts';
import { difference } from '../../../extension/teachers/difference.ts';

function set(text: string, path: readonly string[], value: string): string | null {
  const change = setEntry(text, path, value);
  return change === null ? null : changed(text, change);
}

const recipe = `# A recipe
version: 1
models:
  big:   { network: { kind: lenet5 }, checkpoint: old.safetensors }   # the teacher
  small:
    # of 32 units
    network: { kind: mlp, hidden: [32] }
    init: { from: big }   # blocks

stages: []
`;

describe('an entry of a recipe', () => {
  it('is replaced where it stands', () => {
    expect(set(recipe, ['models', 'big', 'checkpoint'], 'new.safetensors')).toBe(
      recipe.replace('old.safetensors', 'new.safetensors'),
    );
  });

  it('is left as it is laid out where it is that value already', () => {
    expect(set(recipe, ['models', 'small', 'network'], '{ hidden: [ 32 ], kind: mlp }')).toBe(recipe);
  });

  it('is added to a map on one line', () => {
    const text = 'models:\n  big: { network: { kind: lenet5 } } # teacher\n';
    expect(set(text, ['models', 'big', 'checkpoint'], 'a.safetensors')).toBe(
      'models:\n  big: { network: { kind: lenet5 }, checkpoint: a.safetensors } # teacher\n',
    );
  });

  it('is added to a map on lines of its own, below their comments', () => {
    expect(set(recipe, ['models', 'small', 'checkpoint'], 'a.safetensors')).toBe(
      recipe.replace('# blocks\n', '# blocks\n    checkpoint: a.safetensors\n'),
    );
  });

  it('is made with the maps that lead to it', () => {
    expect(set(recipe, ['models', 'third', 'checkpoint'], 'a')).toBe(
      recipe.replace('# blocks\n', '# blocks\n  third: { checkpoint: a }\n'),
    );
    expect(set('version: 1', ['models', 'big', 'checkpoint'], 'a')).toBe(
      'version: 1\nmodels: { big: { checkpoint: a } }\n',
    );
    expect(set('', ['models', 'a'], '1')).toBe('models: { a: 1 }\n');
    expect(set('models: {}\n', ['models', 'a'], '1')).toBe('models: { a: 1 }\n');
    expect(set('models:\nstages: []\n', ['models', 'a'], '1')).toBe('models: { a: 1 }\nstages: []\n');
  });

  it('takes the place of a block', () => {
    expect(set(recipe, ['models', 'small'], '{ network: { kind: lenet5 } }')).toBe(
      recipe.replace(/ {2}small:\n[^]*?# blocks/, '  small: { network: { kind: lenet5 } }   # blocks'),
    );
  });

  it('is refused where the text is broken or no map', () => {
    expect(set('a: [', ['models', 'a'], '1')).toBeNull();
    expect(set('- a\n', ['models', 'a'], '1')).toBeNull();
    expect(set('models: 3\n', ['models', 'a'], '1')).toBeNull();
  });

  it('is what it was asked to be, and the rest is as it was, for any map', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'models');
    const leaf = fc.oneof(fc.integer(), fc.constantFrom('x', 'y z', ''), fc.boolean(), fc.constant(null));
    const tree = fc.letrec((tie) => ({
      node: fc.oneof({ depthSize: 'small' }, leaf, fc.array(leaf, { maxLength: 3 }), tie('map')),
      map: fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    })).map;
    fc.assert(
      fc.property(tree, fc.array(key, { minLength: 1, maxLength: 3 }), fc.boolean(), (value, path, flow) => {
        const text = stringify(value, { collectionStyle: flow ? 'flow' : 'block' });
        const after = set(text, path, '{ k: 1 }');
        const broken = (inner: unknown, [first, ...rest]: readonly string[]): boolean =>
          first !== undefined &&
          inner !== undefined &&
          inner !== null &&
          (typeof inner !== 'object' ||
            Array.isArray(inner) ||
            broken((inner as Record<string, unknown>)[first], rest));
        expect(after === null, text).toBe(broken(value, path));
        if (after === null) return;
        const expected = structuredClone(value);
        let place = expected;
        for (const [depth, name] of path.entries()) {
          place[name] = depth === path.length - 1 ? { k: 1 } : (place[name] ?? {});
          place = place[name] as Record<string, unknown>;
        }
        expect(parse(after)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

it('finds the smallest replacement between two texts', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const { start, end, inserted } = difference(before, after);
      expect(before.slice(0, start) + inserted + before.slice(end)).toBe(after);
    }),
  );
  expect(difference('a: 1\n', 'a: 12\n')).toEqual({ start: 4, end: 4, inserted: '2' });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { findBackend } from '../../../../server/backends/index.ts';
import { bert } from '../../../../server/distill/networks/bert.ts';
import { answers, samples, small, text, variables } from '../encoder.ts';
import { furthest, thrown } from '../network.ts';

beforeAll(() => findBackend('wasm').start({ threads: 1 }));

const network = bert.build(small, text(6, 4));
const values = variables(network);
const inputs = samples([6, 4, 1], 6, 50);

describe('the inputs of bert', () => {
  const tokens = { shape: [6], dtype: 'int32' } as const;
  const build = (fields: Record<string, { shape: number[]; dtype: 'int32' | 'float32' }>) =>
    bert.build(small, { fields, classes: 4, files: {} });

  it('are tokens, and mask and token types where the data have them', () => {
    expect(build({ tokens: { shape: [6], dtype: 'int32' } }).inputs.map(({ name }) => name)).toEqual([
      'tokens',
    ]);
    const all = { tokens: { shape: [6], dtype: 'int32' }, mask: { shape: [6], dtype: 'float32' } } as const;
    const { inputs: found } = build({
      tokens: { ...all.tokens, shape: [6] },
      mask: { ...all.mask, shape: [6] },
      tokenTypes: { ...tokens, shape: [6] },
    });
    expect(found).toEqual([
      { name: 'tokens', shape: [6], dtype: 'int32' },
      { name: 'mask', shape: [6], dtype: 'float32' },
      { name: 'tokenTypes', shape: [6], dtype: 'int32' },
    ]);
  });

  it.each([
    ['no tokens', 'missing-input', { image: { shape: [8, 8, 1], dtype: 'float32' as const } }],
    ['tokens that are no integers', 'input-shape', { tokens: { shape: [6], dtype: 'float32' as const } }],
    ['tokens in two axes', 'input-shape', { tokens: { shape: [2, 6], dtype: 'int32' as const } }],
    ['more tokens than positions', 'input-shape', { tokens: { shape: [17], dtype: 'int32' as const } }],
    [
      'a mask of another length',
      'input-shape',
      { tokens: { shape: [6], dtype: 'int32' as const }, mask: { shape: [5], dtype: 'int32' as const } },
    ],
  ])('refuse %s', (_, code, fields) => {
    expect(thrown(() => bert.build(small, { fields, classes: 4, files: {} })).code).toBe(code);
  });

  it('are of type 0 without token types', () => {
    const fields = { ...text(6, 4).fields, tokenTypes: tokens };
    const typed = bert.build(small, { fields, classes: 4, files: {} });
    const zero = { shape: [3, 6], data: new Int32Array(18) };
    const one = { shape: [3, 6], data: new Int32Array(18).fill(1) };
    const plain = answers(network, values, inputs).logits?.data ?? [];
    expect(furthest(plain, answers(typed, values, { ...inputs, tokenTypes: zero }).logits?.data)).toBe(0);
    expect(
      furthest(plain, answers(typed, values, { ...inputs, tokenTypes: one }).logits?.data),
    ).toBeGreaterThan(1e-3);
  });

  it('that are padding change nothing, whatever they are', () => {
    const { tokens: given, mask } = inputs;
    const other = Int32Array.from(given?.data ?? [], (token, at) => (mask?.data[at] === 1 ? token : 7));
    const before = answers(network, values, inputs);
    const after = answers(network, values, { ...inputs, tokens: { shape: [3, 6], data: other } });
    expect(furthest(before.logits?.data ?? [], after.logits?.data)).toBe(0);
    const weightOnPadding = Array.from(before['attention.probs.2']?.data ?? []).filter(
      (_, at) => mask?.data[Math.floor(at / 108) * 6 + (at % 6)] === 0,
    );
    expect(new Set(weightOnPadding)).toEqual(new Set([0]));
  });

  it('that are padding alone stay finite', () => {
    const found = answers(network, values, samples([0, 6], 6, 50));
    expect(Object.values(found).every(({ data }) => data.every(Number.isFinite))).toBe(true);
  });
});

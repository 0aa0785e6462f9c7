import { describe, expect, test } from 'vitest';
import type { InlayHint } from 'vscode-languageserver';
import { inlayHints } from '../../../server/language/hints/inlay-hints.ts';
import { offsetOf } from '../../../server/language/snapshot.ts';
import { changed, recipe } from '../../recipe/recipes.ts';
import { seen } from '../cursor-text.ts';

const textOf = (label: InlayHint['label']): string => (typeof label === 'string' ? label : '');

/** Lines of a text that have hints, with the hints in «» where they stand. */
async function hinted(text: string, defaults = false): Promise<readonly string[]> {
  const snapshot = await seen(text);
  const hints = inlayHints(snapshot, { start: 0, end: text.length }, { defaults });
  const shown = [...hints].reverse().reduce((result, { position, label }) => {
    const offset = offsetOf(snapshot, position);
    return `${result.slice(0, offset)}«${textOf(label)}»${result.slice(offset)}`;
  }, text);
  return shown
    .split(/\r?\n/u)
    .filter((line) => line.includes('«'))
    .map((line) => line.trim());
}

const lineWith = (lines: readonly string[], piece: string): string | undefined =>
  lines.find((line) => line.includes(piece));

describe('inlay hints', () => {
  test('show shapes, sizes and steps', async () => {
    expect(await hinted(recipe)).toEqual([
      'train: big«44.4 k»',
      'length: 20 epochs«= 180 steps»',
      'train: small«25.4 k · 1.7 × smaller»',
      'teachers: big«44.4 k»',
      'length: 10 epochs«= 10,410 steps»',
      'optimizer: { kind: adam, rate: { from: 0.002, to: 0, over: 100 %«= 10,410 steps», shape: cosine } }',
      '- { id: shape, loss: hint, weight: 0.5, pairs: [[hidden.1, features.2]«[32] → linear → [4, 4, 16]»], project: linear }',
      'checkpoints: { every: 1 epoch«= 9 steps | 1,041 steps», keep: { last: 1, best: 1 } }',
    ]);
  });

  test('show both shapes of a pair that does not meet', async () => {
    const lines = await hinted(changed([', project: linear', '']));
    expect(lineWith(lines, 'hidden.1')).toContain('[[hidden.1, features.2]«[32] ↔ [4, 4, 16]»]');
  });

  test('show the pairs of a rule', async () => {
    const lines = await hinted(changed(['[[hidden.1, features.2]]', 'uniform']));
    expect(lineWith(lines, 'uniform')).toContain('pairs: uniform«hidden.1 ↔ hidden.2»');
  });

  test('show epochs behind steps', async () => {
    const lines = await hinted(changed(['length: 20 epochs', 'length: 12 steps']));
    expect(lines).toContain('length: 12 steps«= 1.33 epochs»');
  });

  test('stand behind quotes, in block style and with CRLF', async () => {
    const text = changed(
      ['length: 20 epochs', 'length: "20 epochs"'],
      [
        'pairs: [[hidden.1, features.2]], project: linear }',
        'project: linear,\n          pairs: [\n            { student: hidden.1, teacher: big/features.2 },\n          ] }',
      ],
    ).replaceAll('\n', '\r\n');
    const lines = await hinted(text);
    expect(lines).toContain('length: "20 epochs"«= 180 steps»');
    expect(lines).toContain('{ student: hidden.1, teacher: big/features.2 }«[32] → linear → [4, 4, 16]»,');
  });

  test('show once what an alias repeats', async () => {
    const text = changed(
      ['optimizer: { kind: adam, rate: 0.001 }', 'optimizer: &fast { kind: adam, rate: 0.001 }'],
      [
        'optimizer: { kind: adam, rate: { from: 0.002, to: 0, over: 100 %, shape: cosine } }',
        'optimizer: *fast',
      ],
    );
    expect((await hinted(text, true)).filter((line) => line.includes('beta1'))).toHaveLength(1);
  });

  test('say nothing of a broken text', async () => {
    expect(await hinted(`${recipe}\n[`)).toEqual([]);
  });

  test('are those of the range alone', async () => {
    const snapshot = await seen(recipe);
    const start = recipe.indexOf('name: distil');
    const end = recipe.indexOf('teachers:');
    const hints = inlayHints(snapshot, { start, end }, { defaults: false });
    expect(hints.map(({ label }) => label)).toEqual(['25.4 k · 1.7 × smaller']);
  });
});

describe('inlay hints of defaults', () => {
  test('are those that a term, an optimizer and a stage leave out', async () => {
    const lines = await hinted(recipe, true);
    expect(lines).toContain('- name: teach«accumulate: 1»');
    expect(lines).toContain(
      'optimizer: { kind: adam, rate: 0.001 }«beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0»',
    );
    expect(lines).toContain('losses: [{ loss: hard }«reduction: batchmean, weight: 1, labelSmoothing: 0»]');
    expect(lines).toContain(
      '- { loss: kd, weight: 0.9, temperature: 4 }«reduction: batchmean, form: kl, t2: true, direction: forward, mask: exclude»',
    );
  });

  test('explain themselves when pointed at', async () => {
    const snapshot = await seen(recipe);
    const hints = inlayHints(snapshot, { start: 0, end: recipe.length }, { defaults: true });
    const hint = hints.find(({ label }) => textOf(label).includes('t2: true'));
    expect(JSON.stringify(hint?.tooltip)).toContain('Multiplies by T²');
  });
});

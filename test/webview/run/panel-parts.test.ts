import { describe, expect, test } from 'vitest';
import type { RunDescription, StageDescription } from '../../../server/protocol/training.ts';
import { stepsThemselves } from '../../../webview/charts/x-map.ts';
import { actionsOf } from '../../../webview/run/actions.ts';
import { addPiece } from '../../../webview/run/log-text.ts';
import { lossColumns } from '../../../webview/run/loss-columns.ts';
import { pairsOf } from '../../../webview/run/pairs.ts';
import { shownJob } from '../../../webview/run/shown.ts';
import { xAxis, zoomOf } from '../../../webview/run/x-axis.ts';

const term = (id: string, pairs: StageDescription['terms'][number]['pairs'] = []) => ({
  id,
  loss: 'kd',
  formula: '',
  teacher: 'big',
  pairs,
});
const stage: StageDescription = {
  name: 'distil',
  student: 'small',
  teachers: ['big'],
  matrix: null,
  terms: [
    term('kd', [{ id: 'distil/kd/0', student: 'logits', teacher: 'logits' }]),
    term('mse', [{ id: 'distil/mse/0', student: 'logits', teacher: 'logits' }]),
    term('hint', [{ id: 'distil/hint/0', student: 'hidden.1', teacher: 'hidden.2' }]),
  ],
};
const column = (name: string) => ({ name, description: '' });
const tables = {
  train: ['loss', 'distil/kd.raw', 'distil/kd.weighted', 'distil/mse.weighted'].map(column),
  diagnostics: [column('distil/kd.gradientShare')],
  evaluation: [],
  measured: [],
};

describe('columns of the loss chart', () => {
  test('are those of the stage’s terms that are recorded, and the sum where they are weighted', () => {
    const names = (kind: 'raw' | 'weighted' | 'share') =>
      lossColumns(stage, tables, kind).map((each) => each.column);
    expect(names('raw')).toEqual(['distil/kd.raw']);
    expect(names('weighted')).toEqual(['distil/kd.weighted', 'distil/mse.weighted', 'loss']);
    expect(names('share')).toEqual(['distil/kd.gradientShare']);
  });
});

describe('names of pairs', () => {
  test('say the term only where layers are compared twice', () => {
    expect(pairsOf(stage).map(({ name }) => name)).toEqual([
      'kd: logits ↔ logits',
      'mse: logits ↔ logits',
      'hidden.1 ↔ hidden.2',
    ]);
  });
});

describe('the training that is shown', () => {
  const description = (...jobs: RunDescription['jobs']): RunDescription =>
    ({ jobs, stages: [stage], summary: { progress: { step: 50 } } }) as unknown as RunDescription;
  const student = { seed: 1, stage: 'distil', variant: 'student', from: 11, to: 30 } as const;
  const baseline = { ...student, variant: 'baseline', from: 31 } as const;

  test('is the one at work, then the last of a student', () => {
    expect(shownJob(description(student, { ...baseline, to: null }), null)).toMatchObject({
      job: { variant: 'baseline' },
      steps: 20,
    });
    expect(shownJob(description(student, { ...baseline, to: 50 }), null)?.job).toEqual(student);
    expect(shownJob(description(), null)).toBeNull();
  });

  test('is the one that was chosen, as long as it is there', () => {
    const chosen = '[1,"distil","student"]';
    expect(shownJob(description(student, { ...baseline, to: null }), chosen)?.job).toEqual(student);
    expect(shownJob(description(student), '[9,"gone","student"]')?.job).toEqual(student);
  });
});

describe('actions', () => {
  test('fit the state, and need a server where they do', () => {
    expect(actionsOf('running', true)[0]).toBe('stop');
    expect(actionsOf('interrupted', true)[0]).toBe('resume');
    expect(actionsOf('finished', true)[0]).toBe('open-report');
    expect(actionsOf('running', false)).not.toContain('stop');
    expect(actionsOf('stopped', false)).not.toContain('resume');
  });
});

describe('the log', () => {
  test('goes on where it ended', () => {
    const first = addPiece({ text: '', next: null }, { text: 'a\n', from: 10, to: 12 });
    expect(addPiece(first, { text: 'b\n', from: 12, to: 14 })).toEqual({ text: 'a\nb\n', next: 14 });
  });

  test('begins anew with another attempt', () => {
    expect(addPiece({ text: 'old', next: 900 }, { text: 'new', from: 0, to: 3 })).toEqual({
      text: 'new',
      next: 3,
    });
  });

  test('forgets what is far back, by whole lines', () => {
    const line = `${'x'.repeat(99)}\n`;
    const { text } = addPiece({ text: '', next: null }, { text: line.repeat(6000), from: 0, to: 600_000 });
    expect(text.length).toBeLessThanOrEqual(512 * 1024);
    expect(text.length % 100).toBe(0);
  });
});

describe('the x axis', () => {
  const options = { steps: 100, zoom: null, log: false };

  test('shows everything until one zooms', () => {
    expect(xAxis(stepsThemselves, options).view).toEqual({ from: 1, to: 100 });
    expect(xAxis(stepsThemselves, { ...options, zoom: { from: 20, to: 40 } }).view).toEqual({
      from: 20,
      to: 40,
    });
  });

  test('can show a training of one step, and time on a logarithmic axis', () => {
    expect(xAxis(stepsThemselves, { ...options, steps: 1 }).view).toEqual({ from: 1, to: 2 });
    const time = { toX: (step: number) => (step - 1) * 4, toStep: (x: number) => x / 4 + 1 };
    expect(xAxis(time, { ...options, log: true }).limits).toEqual({ from: 2, to: 396 });
  });

  test('is whole again when one zooms out, and never narrower than two steps', () => {
    const axis = xAxis(stepsThemselves, options);
    expect(zoomOf({ from: 1, to: 100 }, axis)).toBeNull();
    expect(zoomOf(null, axis)).toBeNull();
    expect(zoomOf({ from: 50, to: 50.5 }, axis)).toEqual({ from: 49.25, to: 51.25 });
  });
});

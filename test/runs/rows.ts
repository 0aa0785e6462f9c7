import type { Cursor } from '../../server/distill/checkpoints/cursor.ts';
import type { Checkpoint } from '../../server/distill/ports.ts';
import type { FoundDisagreements } from '../../server/distill/ports.ts';
import { tables } from '../../server/distill/tables.ts';
import type { TableName } from '../../server/protocol/run.ts';
import { examplePlan } from './example-plan.ts';

const columns = tables(examplePlan);

/** A row of a table of the example plan: the step, then values that follow from step and column. */
export const row = (table: TableName, step: number): readonly number[] =>
  columns[table].map((_, column) => (column === 0 ? step : Math.sin(step * column)));

/** What an evaluation at a step might have found, its image two pixels that follow from the step. */
export const disagreements = (step: number): FoundDisagreements => ({
  step,
  seed: 1,
  stage: 'distil',
  data: 'val',
  samples: [
    {
      sample: step % 512,
      label: null,
      divergence: 1 / step,
      student: [0.25, 0.75],
      teacher: [0.5, 0.5],
      classes: null,
      image: { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(step % 256, 255) },
    },
  ],
});

export const cursor = (step: number, best: number | null = null): Cursor => ({
  job: 0,
  jobStep: step,
  step,
  best: best === null ? null : { value: 0.9, step: best },
  sinceImproved: 0,
});

export const checkpoint = (step: number, best: number | null = null): Checkpoint => ({
  step,
  cursor: cursor(step, best),
  files: {
    small: { 'hidden.1/kernel': { shape: [2, 2], data: new Float32Array([step, 1, -0.5, 0.25]) } },
    'small@baseline': { count: { shape: [1], data: new Int32Array([step]) } },
  },
});

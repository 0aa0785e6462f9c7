import type { RunSummary } from '../../server/protocol/training.ts';

/** A run as the server tells of it, halfway through its training. */
export const summary = (changes: Partial<RunSummary> = {}): RunSummary => ({
  run: '/home/ada/.retort/runs/20260101-120000-digits-abcd',
  id: '20260101-120000-digits-abcd',
  name: 'Digits',
  workspace: '/home/ada',
  recipe: '/home/ada/digits.distill.yaml',
  state: 'running',
  queuePosition: null,
  progress: { step: 50, steps: 100, activity: 'seed 1, distil, student' },
  loss: 0.5,
  createdAt: '2026-01-01T12:00:00.000Z',
  elapsedMs: 61_000,
  leftMs: 61_000,
  backend: 'onnx',
  metric: { name: 'accuracy', student: 0.921, baseline: 0.9, teacher: 0.95 },
  failure: null,
  note: '',
  tags: [],
  ...changes,
});

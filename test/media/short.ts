import type { Plan } from '../../server/distill/plan.ts';

const steps = 3;
const samples = 128;

/** The same training with one seed, on fewer samples, over after a few steps. */
export const short = (made: Plan): Plan => ({
  ...made,
  seeds: made.seeds.slice(0, 1),
  data: Object.fromEntries(
    Object.entries(made.data).map(([id, data]) => [id, { ...data, take: Math.min(data.take, samples) }]),
  ),
  stages: made.stages.map((stage) => ({ ...stage, steps, evaluateEvery: steps })),
  diagnostics: { ...made.diagnostics, probe: { data: made.evaluate.select.data, samples } },
});

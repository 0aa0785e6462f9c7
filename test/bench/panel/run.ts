import { tables } from '../../../server/distill/tables.ts';
import type { Plan } from '../../../server/distill/plan.ts';
import { createRun, type RunDirectory } from '../../../server/runs/directory.ts';
import { openAttempt } from '../../../server/runs/writer.ts';
import { examplePlan } from '../../runs/example-plan.ts';

/** A run of one stage with so many terms, recorded for so many steps as the trainer records it. */
export async function longRun(workspace: string, terms: number, steps: number): Promise<RunDirectory> {
  const plan = planOfTerms(terms, steps);
  const columns = tables(plan);
  const now = () => new Date();
  const run = await createRun({ workspace, recipeText: '', plan, versions: {}, now: now(), random: 'panel' });
  const attempt = await openAttempt(run, { plan, now });
  attempt.event({ type: 'job-started', step: 1, seed: 1, stage: 'distil', variant: 'student' });
  for (let step = 1; step <= steps; step++) {
    const fall = Math.exp((-4 * step) / steps);
    const row = columns.train.map(({ name }, index) =>
      name === 'step' || name === 'jobStep'
        ? step
        : name === 'epoch'
          ? step / 100
          : (fall + 0.05) * (1 + 0.3 * Math.sin(step * index)),
    );
    attempt.row('train', row);
  }
  await attempt.flush();
  attempt.progress({ step: steps, steps, activity: 'seed 1, distil, student' }, null);
  await attempt.close('stopped');
  return run;
}

function planOfTerms(count: number, steps: number): Plan {
  const [, stage] = examplePlan.stages;
  const [update] = stage?.updates ?? [];
  const [term] = update?.terms ?? [];
  if (stage === undefined || update === undefined || term === undefined)
    throw new Error('The example has another plan.');
  const terms = Array.from({ length: count }, (_, index) => ({ ...term, id: `term${index}` }));
  return {
    ...examplePlan,
    seeds: [1],
    stages: [{ ...stage, steps, baseline: null, updates: [{ ...update, terms }] }],
    diagnostics: { ...examplePlan.diagnostics, matrix: [] },
  };
}

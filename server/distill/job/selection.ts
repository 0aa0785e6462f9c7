import { evaluationDuring } from './evaluations.ts';
import { recordDisagreements } from './recording.ts';
import { asLive, studentWeights } from './training.ts';
import type { Running } from './running.ts';

/** Evaluates, keeps the weights when they are the best so far, and says whether patience is at its end. */
export async function considerBest(running: Running): Promise<'go-on' | 'stop-early'> {
  const { session, job } = running;
  const { earlyStop } = job.stage;
  const metric = session.plan.evaluate.select.metric;
  const live = asLive(running.network, running.definition.inputs, running.state);
  const value = await evaluationDuring(session, job, live);
  await recordDisagreements(running, live);
  const { best, sinceImproved, step } = session.cursor;
  if (best === null || value > best.value) {
    running.best = await studentWeights(running.network, running.state);
    const enough = best === null || value > best.value + (earlyStop?.minDelta ?? 0);
    session.cursor = {
      ...session.cursor,
      best: { value, step },
      sinceImproved: enough ? 0 : sinceImproved + 1,
    };
    session.ports.recorder.event({ type: 'selected', step, metric, value });
  } else {
    session.cursor = { ...session.cursor, sinceImproved: sinceImproved + 1 };
  }
  if (earlyStop === null || session.cursor.sinceImproved < earlyStop.patience) return 'go-on';
  session.ports.recorder.event({
    type: 'stopped-early',
    step,
    metric,
    evaluations: session.cursor.sinceImproved,
  });
  return 'stop-early';
}

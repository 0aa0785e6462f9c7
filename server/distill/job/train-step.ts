import { diverged, firstBad } from './divergence.ts';
import { advance, releaseReplaced, type Feed } from './training.ts';
import { gradientNorms, recordRow } from './recording.ts';
import type { Running } from './running.ts';

/** One optimizer step; records its row. Throws `diverged` before anything is taken over. */
export async function trainStep(running: Running, fed: Feed): Promise<number> {
  const { session, job, step, run } = running;
  const { jobStep } = session.cursor;
  const { next, metrics } = await advance(run, running.state, fed.inputs);
  const values = await metrics.data();
  metrics.dispose();
  const named = new Map(step.metrics.map((name, index) => [name, values[index] ?? Number.NaN]));
  const terms = running.definition.update.terms.map(({ id }) => id);
  const bad = firstBad(named, terms);
  if (bad !== null) {
    releaseReplaced(next, running.state);
    const term = bad === 'gradient' ? await termWithBadGradient(running, fed, terms) : bad;
    fed.dispose();
    throw diverged(
      job,
      term,
      jobStep,
      named.get(bad === 'gradient' ? 'gradientNorm' : `${bad}.raw`) ?? Number.NaN,
    );
  }
  releaseReplaced(running.state, next);
  running.state = next;
  session.cursor = { ...session.cursor, jobStep: jobStep + 1, step: session.cursor.step + 1 };
  const loss = named.get('loss') ?? Number.NaN;
  const own = new Map(
    terms.flatMap((id) =>
      ['raw', 'weighted'].map((kind) => [
        `${job.stage.name}/${id}.${kind}`,
        named.get(`${id}.${kind}`) ?? Number.NaN,
      ]),
    ),
  );
  recordRow(
    running,
    'train',
    [
      (jobStep + 1) / job.stage.stepsPerEpoch,
      fed.scalars['optimizer.rate'] ?? Number.NaN,
      loss,
      named.get('gradientNorm') ?? Number.NaN,
    ],
    own,
  );
  return loss;
}

async function termWithBadGradient(
  { gradients, state }: Running,
  fed: Feed,
  terms: readonly string[],
): Promise<string> {
  const norms = await gradientNorms(gradients, { ...state, ...fed.inputs });
  return terms.find((_, index) => !Number.isFinite(norms[index])) ?? 'gradient';
}

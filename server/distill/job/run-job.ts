import { totalSteps, type Job } from '../jobs.ts';
import type { Checkpoint } from '../ports.ts';
import type { Session } from '../session.ts';
import { feed } from './training.ts';
import { checkpoint, handOver } from './hand-over.ts';
import { recordDiagnostics, recordMeasured } from './recording.ts';
import { begin, closeRunning } from './running.ts';
import { considerBest } from './selection.ts';
import { trainStep } from './train-step.ts';
import { say } from '../../text/say.ts';

/**
 * Trains one job to its end, or to the next stop. `within` is the checkpoint to go on from, null at its start.
 * @throws RetortError `diverged`, and what ports throw.
 */
export async function runJob(
  session: Session,
  job: Job,
  within: Checkpoint | null,
): Promise<'ended' | 'stopped'> {
  const { plan, ports } = session;
  const running = await begin(session, job, within);
  try {
    while (session.cursor.jobStep < job.stage.steps) {
      const startedAt = ports.clock();
      const batch = await running.stream.batch(session.cursor.jobStep);
      const fedAt = ports.clock();
      const fed = await feed(running.step, job, session.cursor.jobStep, { batch, targets: running.targets });
      const loss = await trainStep(running, fed);
      const steppedAt = ports.clock();
      if (diagnosticsDue(session, job)) await recordDiagnostics(running, fed);
      fed.dispose();
      recordMeasured(session, {
        elapsed: steppedAt,
        step: steppedAt - fedAt,
        wait: fedAt - startedAt,
        diagnostics: ports.clock() - steppedAt,
      });
      ports.recorder.progress(
        { step: session.cursor.step, steps: totalSteps(plan), activity: activityOf(job) },
        loss,
      );
      await ports.breathe();
      const last = session.cursor.jobStep === job.stage.steps;
      if (
        (session.cursor.jobStep % job.stage.evaluateEvery === 0 || last) &&
        (await considerBest(running)) === 'stop-early'
      )
        break;
      if (last) break;
      const due = session.cursor.jobStep % plan.checkpoints.everySteps === 0;
      const stopping = ports.stopRequested();
      if (due || stopping) await checkpoint(running);
      if (stopping) return 'stopped';
    }
    await handOver(running);
    return 'ended';
  } finally {
    await closeRunning(running);
  }
}

/** At the first and the last step of a job, and at the planned interval. */
const diagnosticsDue = ({ plan, cursor }: Session, { stage }: Job): boolean =>
  cursor.jobStep === 1 ||
  cursor.jobStep === stage.steps ||
  cursor.jobStep % plan.diagnostics.everySteps === 0;

const activityOf = (job: Job): string =>
  job.variant === 'student'
    ? say`seed ${job.seed}, ${job.stage.name}, student`
    : say`seed ${job.seed}, ${job.stage.name}, baseline`;

import type { Plan } from './plan.ts';
import type { Checkpoint, Ports } from './ports.ts';
import { runJob } from './job/run-job.ts';
import { openSession, startSeed, type Session } from './session.ts';
import { say } from '../text/say.ts';

/**
 * Runs a plan from its start or from a checkpoint: every training in turn, each ending with a checkpoint, so that a
 * run that is stopped or killed anywhere goes on as if it had never been.
 * @throws RetortError `diverged`, `other-architecture`, or what a port throws.
 */
export async function train(
  plan: Plan,
  ports: Ports,
  resume: Checkpoint | null,
): Promise<'finished' | 'stopped'> {
  const session = await openSession(plan, ports, resume);
  if (resume === null) reportSkippedStages(session);
  let within = resume;
  while (session.cursor.job < session.jobs.length) {
    const job = session.jobs[session.cursor.job];
    if (job === undefined) break;
    if (session.cursor.jobStep === 0 && session.jobs[session.cursor.job - 1]?.seed !== job.seed)
      startSeed(session);
    const outcome = await runJob(session, job, session.cursor.jobStep > 0 ? within : null);
    if (outcome === 'stopped') return 'stopped';
    within = null;
    if (ports.stopRequested() && session.cursor.job < session.jobs.length) return 'stopped';
  }
  ports.recorder.progress(
    { step: session.cursor.step, steps: session.cursor.step, activity: say`finished` },
    null,
  );
  await ports.recorder.flush();
  return 'finished';
}

function reportSkippedStages({ plan, ports }: Session): void {
  for (const stage of plan.stages) {
    if (stage.skip !== null)
      ports.recorder.event({
        type: 'stage-skipped',
        step: 1,
        seed: plan.seeds[0] ?? 0,
        stage: stage.name,
        reason: stage.skip,
      });
  }
}

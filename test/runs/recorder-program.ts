import { readPlan } from '../../server/runs/state.ts';
import { runAt } from '../../server/runs/directory.ts';
import { openAttempt } from '../../server/runs/writer.ts';
import { RetortError } from '../../server/protocol/failure.ts';
import { checkpoint, disagreements, row } from './rows.ts';

/**
 * A process that records: `recorder.mjs RUN STEPS`. Takes the run, or prints the code of the refusal; then writes rows
 * that follow from the step alone, a checkpoint every 50 steps, and prints each step. Without steps it holds the run
 * until it is killed.
 */
const [, , path = '', steps = '0'] = process.argv;

try {
  const run = runAt(path);
  const attempt = await openAttempt(run, { plan: await readPlan(run), now: () => new Date() });
  process.stdout.write('holds\n');
  if (steps === '0') setInterval(() => undefined, 1000);
  else {
    for (let step = (attempt.resumed?.step ?? 0) + 1; step <= Number(steps); step++) {
      attempt.row('train', row('train', step));
      attempt.row('measured', row('measured', step));
      if (step % 7 === 0) attempt.row('diagnostics', row('diagnostics', step));
      if (step % 20 === 0) attempt.event({ type: 'selected', step, metric: 'accuracy', value: step / 1000 });
      if (step % 11 === 0) attempt.disagreements(disagreements(step));
      if (step % 50 === 0) await attempt.checkpoint(checkpoint(step));
      else if (step % 3 === 0) await attempt.flush();
      process.stdout.write(`${step}\n`);
    }
    await attempt.close('finished');
  }
} catch (error) {
  if (!(error instanceof RetortError)) throw error;
  process.stdout.write(`${error.code}\n`);
}

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WorkerNotice } from '../../../server/protocol/worker.ts';

/** What a worker prints last, put into it from outside: the most memory that it ever held. */
const report = `data:text/javascript,${encodeURIComponent(`
import { readFileSync } from 'node:fs';
process.on('exit', () => {
  // VmHWM counts this program alone; what getrusage reports is never below what the parent held when it forked.
  let status = '';
  try { status = readFileSync('/proc/self/status', 'utf8'); } catch {}
  const peak = /^VmHWM:\\s+(\\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  process.stderr.write('peak ' + peak + ' KiB');
});`)}`;

/** Trains a run in a process of its own and gives the most memory that it held, in bytes. Throws when it fails. */
export function peakOfRun(run: string): Promise<number> {
  const worker = fork(fileURLToPath(new URL('./worker.js', import.meta.url)), [run, '--anyway'], {
    execArgv: ['--import', report],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  worker.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  let failure: string | null = null;
  worker.on('message', (notice: WorkerNotice) => {
    if (notice.type === 'ended' && notice.failure !== null) failure = notice.failure.message;
  });
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('close', () => {
      const kibibytes = /peak (\d+) KiB/.exec(said)?.[1];
      if (failure !== null || kibibytes === undefined) reject(new Error(failure ?? said));
      else resolve(1024 * Number(kibibytes));
    });
  });
}

import { realpath } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Option } from './command.ts';
import type { RunDirectory } from '../runs/directory.ts';
import { connect, connectIfThere } from '../training/client/connect.ts';
import { manifest } from '../training/package-files.ts';
import type { WorkerOptions } from '../training/start.ts';
import type { ExitName } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { say } from '../text/say.ts';

/** What leaves a run to the training server. */
export const detachOption: Option = {
  summary: 'leave the run to the training server and return; it waits there for its turn',
};

const client = () => ({ version: manifest().version, name: 'terminal' });

/** Queues a run on the training server, which is started where there is none. Throws as `connect`, and what it answers. */
export async function trainDetached(
  run: RunDirectory,
  terminal: Terminal,
  how: Pick<WorkerOptions, 'takeOver' | 'anyway'>,
): Promise<ExitName> {
  const program = fileURLToPath(new URL('./server.js', import.meta.url));
  const server = await connect({ ...client(), program, node: process.execPath });
  try {
    const path = await realpath(run.path);
    await server.request('resume', { run: path, ...how });
    const { queuePosition } = await server.request('summary', { run: path });
    terminal.answer({ run: run.id, path, queuePosition }, () =>
      [
        queuePosition === null
          ? say`Run ${run.id} is on its way.`
          : say`Run ${run.id} is number ${queuePosition} in the queue.`,
        say`\`retort runs\` shows how far it is, \`retort stop\` stops it.`,
      ].join('\n'),
    );
    return 'done';
  } finally {
    server.close();
  }
}

/** Asks a training server that is there to stop a run, at work or queued; false when there is none. Throws what it answers. */
export async function stopDetached(run: RunDirectory): Promise<boolean> {
  const server = await connectIfThere(client());
  if (server === null) return false;
  try {
    await server.request('stop', { run: await realpath(run.path) });
    return true;
  } finally {
    server.close();
  }
}

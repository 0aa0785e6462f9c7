import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const folder = 'node_modules/.cache/bench-peers';
const requirements = 'test/bench/peers/requirements.txt';

/**
 * The Python that has the peers: an environment of its own, made with the first call. What the system's python3 has
 * in the right version (a CPU build of torch, say) is used from there; pip brings the rest from the package index.
 * @throws Error when there is no python3 or pip fails, with what it said.
 */
export async function python(report: (line: string) => void): Promise<string> {
  const program =
    process.platform === 'win32' ? join(folder, 'Scripts/python.exe') : join(folder, 'bin/python');
  if (await satisfied(program)) return program;
  report(`Making a Python environment in ${folder} (once, minutes)`);
  await run(process.platform === 'win32' ? 'python' : 'python3', [
    '-m',
    'venv',
    '--system-site-packages',
    folder,
  ]);
  await run(program, ['-m', 'pip', 'install', '-q', '-r', requirements]);
  return program;
}

/** Whether everything is there, without asking the package index. */
const satisfied = (program: string): Promise<boolean> =>
  run(program, [
    '-m',
    'pip',
    '--isolated',
    'install',
    '-q',
    '--no-index',
    '--dry-run',
    '-r',
    requirements,
  ]).then(
    () => true,
    () => false,
  );

import { isAbsolute, resolve, sep } from 'node:path';
import { findRun, runAt, type RunDirectory } from '../runs/directory.ts';
import { readRunFile } from '../runs/run-file.ts';
import { workspaceOf, type Arguments } from './arguments.ts';

/**
 * The run that the operand RUN means: an id, the beginning of one, or `last` in the workspace; or a folder's path.
 * Throws RetortError `no-such-run`, `ambiguous-run`, `not-a-run`.
 */
export async function askedRun(given: Arguments): Promise<RunDirectory> {
  const wanted = given.needed('RUN');
  const path = isAbsolute(wanted) || wanted.includes(sep) || wanted.includes('/');
  if (!path) return findRun(workspaceOf(given), wanted);
  const run = runAt(resolve(wanted));
  await readRunFile(run);
  return run;
}

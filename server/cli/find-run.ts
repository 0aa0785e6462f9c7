import { isAbsolute, resolve, sep } from 'node:path';
import { findRun, runAt, type RunDirectory } from '../runs/directory.ts';
import { workspaceOf, type Arguments } from './arguments.ts';

/** The run that the operand RUN means: an id, the beginning of one, or `last` in the workspace; or a folder's path. */
export function askedRun(given: Arguments): Promise<RunDirectory> {
  const wanted = given.needed('RUN');
  const path = isAbsolute(wanted) || wanted.includes(sep) || wanted.includes('/');
  return path ? Promise.resolve(runAt(resolve(wanted))) : findRun(workspaceOf(given), wanted);
}

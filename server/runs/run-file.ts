import { join } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import type { RunFile, RunState } from '../protocol/run.ts';
import type { RunDirectory } from './directory.ts';
import { replaceFile } from './durable.ts';
import { formatJson, isObject, readObject } from './json.ts';
import { say } from '../text/say.ts';

/** `run.json` as it is. Throws RetortError `not-a-run` where there is none that this version can read. */
export async function readRunFile(run: RunDirectory): Promise<RunFile> {
  const path = join(run.path, 'run.json');
  const content: unknown = await readObject(path);
  if (isRunFile(content)) return content;
  throw new RetortError({
    code: 'not-a-run',
    message: say`${run.path} is not a run: its run.json is missing or of another version.`,
    where: path,
    next: say`List the runs with \`retort runs\`.`,
  });
}

export const replaceRunFile = (run: RunDirectory, content: RunFile): Promise<void> =>
  replaceFile(join(run.path, 'run.json'), formatJson(content));

/** Whoever shows a run relies on these, and a run's folder may come from anywhere. */
const isRunFile = (value: unknown): value is RunFile =>
  isObject(value) &&
  value.version === 1 &&
  typeof value.name === 'string' &&
  isState(value.state) &&
  typeof value.createdAt === 'string' &&
  typeof value.attempt === 'number' &&
  isProgress(value.progress) &&
  typeof value.backend === 'string' &&
  (value.failure === null || isFailure(value.failure)) &&
  value.lock !== undefined;

const states: Readonly<Record<RunState, true>> = {
  queued: true,
  running: true,
  stopping: true,
  stopped: true,
  finished: true,
  failed: true,
};

const isState = (value: unknown): boolean => typeof value === 'string' && Object.hasOwn(states, value);

const isProgress = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.step === 'number' &&
  typeof value.steps === 'number' &&
  typeof value.activity === 'string';

const isFailure = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.code === 'string' &&
  typeof value.message === 'string' &&
  typeof value.next === 'string';

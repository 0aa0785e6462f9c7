import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { createRun } from '../../server/runs/directory.ts';
import { type Attempt, openAttempt } from '../../server/runs/writer.ts';
import { examplePlan } from './example-plan.ts';

/** An empty folder for the time of a test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'retort-runs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const recipeText = 'version: 1\nname: MNIST from 600 labels\n';

export const noon = new Date('2026-07-30T12:34:56.789Z');

/** A queued run of the example plan in a workspace of its own. */
export const newRun = (workspace = temporaryFolder(), random = 'abcd'): Promise<RunDirectory> =>
  createRun({
    workspace,
    recipeText,
    plan: examplePlan,
    versions: { retort: '0.1.0' },
    now: noon,
    random,
  });

export const open = (run: RunDirectory): Promise<Attempt> =>
  openAttempt(run, { plan: examplePlan, now: () => noon });

import type { CheckpointPlan, FilePlan, Plan } from '../distill/plan.ts';
import { RetortError } from '../protocol/failure.ts';
import { hashFile, hashFiles } from '../recipe/hashing.ts';
import { say } from '../text/say.ts';

/**
 * Makes sure that the files a plan reads are those it was made for: a run that goes on with other data would look
 * like one experiment and be two. Throws RetortError `data-changed`, `checkpoint-changed`, `missing-file`.
 */
export async function refuseChangedFiles(plan: Plan): Promise<void> {
  for (const [id, { files }] of Object.entries(plan.data)) {
    const found = await hashFiles(files.map(({ path }) => path));
    files.forEach((planned, index) => {
      if (found[index]?.sha256 !== planned.sha256) throw changedData(id, planned, found[index]);
    });
  }
  for (const [id, { checkpoint }] of Object.entries(plan.models)) {
    if (checkpoint === null || !isRead(checkpoint, plan)) continue;
    if ((await hashFile(checkpoint.path)).sha256 !== checkpoint.sha256) {
      throw changedCheckpoint(id, checkpoint.path);
    }
  }
}

/** A file that a stage of this very run makes may change; one that was there before may not. */
const isRead = ({ madeBy }: CheckpointPlan, { stages }: Plan): boolean =>
  madeBy === null || stages.some(({ name, skip }) => name === madeBy && skip !== null);

const next = (): string => say`Restore the file, or start a new run of the recipe with \`retort run\`.`;

const changedData = (id: string, planned: FilePlan, found: FilePlan | undefined): RetortError =>
  new RetortError({
    code: 'data-changed',
    message: say`The data ${id} are not those that the run was planned for: ${planned.path} ${difference(planned, found)}.`,
    where: planned.path,
    next: next(),
  });

const difference = (planned: FilePlan, found: FilePlan | undefined): string =>
  found?.bytes === planned.bytes
    ? say`has other content`
    : say`has ${found?.bytes ?? 0} bytes instead of ${planned.bytes}`;

const changedCheckpoint = (id: string, path: string): RetortError =>
  new RetortError({
    code: 'checkpoint-changed',
    message: say`The checkpoint of ${id} is not the one that the run was planned for: ${path} has other content.`,
    where: path,
    next: next(),
  });

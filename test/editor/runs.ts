import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recipe, stripes } from '../e2e/workspace.ts';

/** A folder with a recipe of a few moments' work, or with as many steps as no test waits for. */
export async function smallFolder(folder: string, { steps = 10, name = 'Small' } = {}): Promise<string> {
  const files = { ...stripes('train', 120), ...stripes('t10k', 40) };
  const text = recipe({ steps, checkpoints: 200 }).replace('name: Small', `name: ${JSON.stringify(name)}`);
  for (const [file, content] of Object.entries({ ...files, 'small.distill.yaml': text })) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
  return folder;
}

/** Gives all stages of a recipe more steps than any test waits for. */
export async function prolong(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replaceAll(/^( +length:).*$/gm, '$1 1000000 steps'));
}

/** A run as its own files tell. */
export interface RunFiles {
  readonly folder: string;
  readonly state: string;
  readonly progress: { readonly step: number };
  readonly lock: { readonly pid: number } | null;
}

/** Runs of a folder, the oldest first. */
export async function runsOf(folder: string): Promise<readonly RunFiles[]> {
  const runs = join(folder, '.retort/runs');
  const names = await readdir(runs).catch((): string[] => []);
  return Promise.all(
    names.sort().map(async (name) => ({
      ...(JSON.parse(await readFile(join(runs, name, 'run.json'), 'utf8')) as Omit<RunFiles, 'folder'>),
      folder: join(runs, name),
    })),
  );
}

/** The process that trains the only run of a folder. */
export async function workerOf(folder: string): Promise<number> {
  const [run] = await runsOf(folder);
  if (run?.lock === null || run === undefined) throw new Error(`Nobody trains in ${folder}.`);
  return run.lock.pid;
}

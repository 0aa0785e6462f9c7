import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TrainingClient } from '../../../server/training/client/client.ts';
import { lockOf } from '../../../server/runs/lock.ts';
import { recipe, workspace } from '../../e2e/workspace.ts';
import { reaches, served, until } from './served.ts';

/** A workspace with a run that has finished, and copies of it that are made by hand. */
async function withRun() {
  const { folder } = await workspace(recipe({ steps: 2 }));
  const client = await (await served()).client();
  const { run } = await client.request('start', {
    recipe: join(folder, 'small.distill.yaml'),
    workspace: folder,
  });
  const summary = await until(client, run, reaches('finished'));
  const copy = async (name: string): Promise<string> => {
    const path = join(dirname(run), name);
    await cp(run, path, { recursive: true });
    return path;
  };
  const file = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as object;
  const copyWith = async (name: string, change: object): Promise<string> => {
    const path = await copy(name);
    await writeFile(join(path, 'run.json'), JSON.stringify({ ...file, ...change }));
    return path;
  };
  return { client, folder, run, summary, copy, copyWith };
}

/** Names of the listed runs with the code of why they are damaged. */
async function listed(client: TrainingClient, folder: string) {
  const runs = await client.request('list', { workspaces: [folder] });
  return Object.fromEntries(
    runs.map(({ run, state, failure }) => [basename(run), state === 'damaged' ? failure?.code : state]),
  );
}

describe('a run that is damaged', () => {
  test('is listed with the reason, beside the others', async () => {
    const { client, folder, run, copy, copyWith } = await withRun();
    await copyWith('another-version', { version: 2 });
    await copyWith('a-number-for-a-name', { name: 12 });
    await copyWith('another-state', { state: 'toString' });
    await copyWith('no-progress', { progress: { step: 'x', steps: -5, activity: 7 } });
    await copyWith('half-a-failure', { failure: { code: 'disk-full' } });
    await writeFile(join(await copy('torn-run-file'), 'run.json'), '{"version": 1, "na');
    await writeFile(join(await copy('torn-plan'), 'plan.json'), '{"version": 1');
    await writeFile(join(await copy('half-a-plan'), 'plan.json'), '{"version":1,"stages":[],"models":{}}');
    await rm(join(await copy('no-tables'), 'attempts/0001/tables.json'));
    const table = join(await copy('a-folder-for-a-table'), 'attempts/0001/train.tbl');
    await rm(table);
    await mkdir(table);
    await rm(join(await copy('no-run'), 'run.json'));
    expect(await listed(client, folder)).toEqual({
      [basename(run)]: 'finished',
      'another-version': 'not-a-run',
      'a-number-for-a-name': 'not-a-run',
      'another-state': 'not-a-run',
      'no-progress': 'not-a-run',
      'half-a-failure': 'not-a-run',
      'torn-run-file': 'not-a-run',
      'torn-plan': 'broken-run',
      'half-a-plan': 'broken-run',
      'no-tables': 'broken-run',
      'a-folder-for-a-table': 'broken-run',
    });
  });

  test('says what is known of it all the same, and is described without a training', async () => {
    const { client, copy, summary } = await withRun();
    const run = await copy('torn-plan');
    await writeFile(join(run, 'plan.json'), '');
    const damaged = await client.request('summary', { run });
    expect(damaged).toMatchObject({
      run,
      name: summary.name,
      createdAt: summary.createdAt,
      state: 'damaged',
      metric: null,
      failure: { code: 'broken-run', where: join(run, 'plan.json') },
    });
    expect(damaged.failure?.next).toContain('delete the run');
    expect(await client.request('describe', { run })).toMatchObject({
      summary: damaged,
      stages: [],
      jobs: [],
    });
  });

  test('can be deleted, unless a process still writes it', async () => {
    const { client, folder, run, copy } = await withRun();
    const [torn, alive] = [await copy('torn'), await copy('alive')];
    const lock = await lockOf(process.pid);
    // The worker of the run that was copied may be there a moment longer than its run.
    const locks = { [torn]: { ...lock, startTime: '1' }, [alive]: lock };
    for (const [path, held] of Object.entries(locks)) {
      await writeFile(join(path, 'run.json'), '{');
      const attempt = join(path, 'attempts/0001/attempt.json');
      const written = JSON.parse(await readFile(attempt, 'utf8')) as object;
      await writeFile(attempt, JSON.stringify({ ...written, lock: held }));
    }
    await expect(client.request('remove', { runs: [alive] })).rejects.toMatchObject({ code: 'run-locked' });
    await client.request('remove', { runs: [torn] });
    expect(Object.keys(await listed(client, folder)).sort()).toEqual([basename(run), 'alive'].sort());
  });

  test('is told from a folder that is none', async () => {
    const { folder } = await workspace();
    const client = await (await served()).client();
    for (const method of ['summary', 'describe'] as const)
      await expect(client.request(method, { run: join(folder, 'data') })).rejects.toMatchObject({
        code: 'not-a-run',
      });
    await expect(
      client.request('remove', { runs: [join(folder, '.retort/runs/none')] }),
    ).rejects.toMatchObject({ code: 'not-a-run' });
  });
});

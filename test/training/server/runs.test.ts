import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runAt } from '../../../server/runs/directory.ts';
import { readRun } from '../../../server/runs/state.ts';
import { endless, recipe, workspace } from '../../e2e/workspace.ts';
import { reaches, served, until } from './served.ts';

const values = (base64: string): Float64Array =>
  new Float64Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

describe('a run on the training server', () => {
  test('is listed, whatever the runs beside it are made of', async () => {
    const { folder } = await workspace();
    const client = await (await served()).client();
    const { run } = await client.request('start', {
      recipe: join(folder, 'small.distill.yaml'),
      workspace: folder,
    });
    const summary = await until(client, run, reaches('finished'));
    const file = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as object;
    const damaged = async (name: string, change: object, table = false): Promise<void> => {
      const path = join(dirname(run), name);
      await cp(run, path, { recursive: true });
      await writeFile(join(path, 'run.json'), JSON.stringify({ ...file, ...change }));
      if (!table) return;
      await rm(join(path, 'attempts/0001/train.tbl'));
      await mkdir(join(path, 'attempts/0001/train.tbl'));
    };
    await damaged('a-folder-for-a-table', {}, true);
    await damaged('another-version', { version: 2 });
    await damaged('a-number-for-a-name', { name: 12 });
    await damaged('another-state', { state: 'toString' });
    await damaged('no-progress', { progress: { step: 'x', steps: -5, activity: 7 } });
    await damaged('half-a-failure', { failure: { code: 'disk-full' } });
    expect(await client.request('list', { workspaces: [folder] })).toEqual([summary]);
  });

  test('trains to its end, and can be read while and after', async () => {
    const { folder } = await workspace();
    const client = await (await served()).client();
    const { run } = await client.request('start', {
      recipe: join(folder, 'small.distill.yaml'),
      workspace: folder,
    });
    const summary = await until(client, run, reaches('finished'));
    expect(summary).toMatchObject({ name: 'Small', workspace: folder, failure: null, queuePosition: null });
    expect(summary.metric).toMatchObject({ name: 'accuracy' });
    expect(summary.elapsedMs).toBeGreaterThan(0);
    expect(await client.request('list', { workspaces: [folder] })).toEqual([summary]);

    const { tables, jobs, stages } = await client.request('describe', { run });
    expect(jobs.map(({ stage, variant, from, to }) => [stage, variant, from, to])).toEqual([
      ['teach', 'student', 1, 6],
      ['distil', 'student', 7, 16],
      ['distil', 'baseline', 17, 26],
    ]);
    expect(stages[1]?.terms.map(({ id, teacher }) => [id, teacher])).toEqual([
      ['hard', null],
      ['kd', 'big'],
    ]);
    expect(tables.train.map(({ name }) => name)).toContain('loss');
    const { x, columns } = await client.request('read', {
      run,
      table: 'train',
      columns: ['loss'],
      points: 100,
    });
    expect([...values(x)]).toEqual(Array.from({ length: 26 }, (_, step) => step + 1));
    expect(values(columns.loss?.last ?? '').at(-1)).toBe(summary.loss);
    expect(await client.request('evaluations', { run })).not.toEqual([]);
    expect((await client.request('log', { run, from: null })).text).toContain('attempt 1 starts');
    expect((await client.request('report', { run }))?.report.name).toBe('Small');
  });

  test('stops with a checkpoint, and goes on', async () => {
    const { folder } = await workspace(recipe({ steps: 600, checkpoints: 200 }));
    const client = await (await served()).client();
    const { run } = await client.request('start', {
      recipe: join(folder, 'small.distill.yaml'),
      workspace: folder,
    });
    await until(client, run, ({ progress }) => progress.step > 10);
    await client.request('stop', { run });
    const stopped = await until(client, run, reaches('stopped'));
    expect(stopped.progress.step).toBeLessThan(1206);
    await client.request('resume', { run });
    await until(client, run, reaches('finished'));
  });

  test('waits for its turn, at its priority, and can leave the queue', async () => {
    const { folder } = await workspace(endless);
    const client = await (await served()).client();
    await client.request('configure', { slots: 1, niceness: 7 });
    const start = async () =>
      (await client.request('start', { recipe: join(folder, 'small.distill.yaml'), workspace: folder })).run;
    const [first, second, third] = [await start(), await start(), await start()];
    await until(client, first, reaches('running'));
    const { holder } = await readRun(runAt(first));
    expect(getPriority(holder?.pid ?? 0)).toBe(7);
    expect(await until(client, third, () => true)).toMatchObject({ state: 'queued', queuePosition: 2 });
    await client.request('stop', { run: second });
    expect(await until(client, second, reaches('stopped'))).toMatchObject({ queuePosition: null });
    expect(await until(client, third, () => true)).toMatchObject({ queuePosition: 1 });
    await client.request('stop', { run: first });
    await until(client, third, reaches('running'));
    await client.request('stop', { run: third });
    await until(client, third, reaches('stopped'));
  });
});

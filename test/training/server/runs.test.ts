import { getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runAt } from '../../../server/runs/directory.ts';
import { readRun } from '../../../server/runs/state.ts';
import { endless, workspace } from '../../e2e/workspace.ts';
import { reaches, served, until } from './served.ts';

const values = (base64: string): Float64Array =>
  new Float64Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

describe('a run on the training server', () => {
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
    expect(await client.request('summary', { run })).toEqual(summary);

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
    const evaluations = await client.request('evaluations', { run, from: 0 });
    expect(evaluations.length).toBeGreaterThan(3);
    expect(await client.request('evaluations', { run, from: 3 })).toEqual(evaluations.slice(3));
    expect(await client.request('evaluations', { run, from: evaluations.length })).toEqual([]);
    expect((await client.request('log', { run, from: null })).text).toContain('attempt 1 starts');
    expect((await client.request('report', { run }))?.report.name).toBe('Small');
  });

  test('stops with a checkpoint, and goes on', async () => {
    const { folder } = await workspace(endless);
    const client = await (await served()).client();
    const { run } = await client.request('start', {
      recipe: join(folder, 'small.distill.yaml'),
      workspace: folder,
    });
    await until(client, run, ({ progress }) => progress.step > 10);
    await client.request('stop', { run });
    const { progress } = await until(client, run, reaches('stopped'));
    await client.request('resume', { run });
    await until(client, run, (summary) => summary.progress.step > progress.step);
    await client.request('stop', { run });
    await until(client, run, reaches('stopped'));
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

import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../../server/distill/plan.ts';
import type { Batch } from '../../../server/distill/ports.ts';
import { openData, type OpenData } from '../../../server/training/data/port.ts';
import { failureOf } from '../../distill/data/failure.ts';
import { folderWith } from '../../distill/data/folder.ts';
import { picture } from '../../distill/data/images.ts';
import { program } from '../../program.ts';
import { mnist, plan, plannedData, plannedStage } from './plans.ts';

const opened: OpenData[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((data) => data.close()));
});

function open(plan: Plan, warn?: (warning: { readonly code: string }) => void): OpenData {
  const data = openData(plan, { loader: program('loader'), cacheBytes: 1e7, ...(warn && { warn }) });
  opened.push(data);
  return data;
}

const digits = async (steps = 100) =>
  plan({ all: await plannedData('idx', { path: `${mnist}/test` }) }, [plannedStage({ all: 64 }, steps)]);

async function collect(batches: AsyncIterable<Batch>): Promise<readonly Batch[]> {
  const all = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe('batches from the loader thread', () => {
  it('are those of their step in whatever order they are asked for', async () => {
    const stream = open(await digits()).training(0, 1);
    const forwards = await Promise.all([0, 1, 2, 57].map((step) => stream.batch(step)));
    const other = open(await digits()).training(0, 1);
    for (const [i, step] of [0, 1, 2, 57].reverse().entries()) {
      expect(await other.batch(step)).toEqual(forwards[3 - i]);
    }
  });

  it('are of their own seed while two streams are read in turn', async () => {
    const data = open(await digits());
    const [one, two] = [data.training(0, 1), data.training(0, 2)];
    const together = [await one.batch(0), await two.batch(0), await one.batch(1), await two.batch(1)];
    const alone = open(await digits()).training(0, 2);
    expect([together[1], together[3]]).toEqual([await alone.batch(0), await alone.batch(1)]);
    expect(together[0]?.ids).not.toEqual(together[1]?.ids);
  });

  it('pass over a whole data set in order, the last batch smaller', async () => {
    const batches = await collect(open(await digits()).inOrder('all', 3_000));
    expect(batches.map(({ ids }) => ids.length)).toEqual([3_000, 3_000, 3_000, 1_000]);
    expect(batches.flatMap(({ ids }) => [...ids])).toEqual([...Array(10_000).keys()]);
  });

  it('stop at a limit', async () => {
    const batches = await collect(open(await digits()).inOrder('all', 64, 100));
    expect(batches.map(({ ids }) => ids.length)).toEqual([64, 36]);
  });

  it('own their memory', async () => {
    const stream = open(await digits()).training(0, 1);
    const first = await stream.batch(0);
    first.fields.image?.data.fill(0);
    const again = await stream.batch(0);
    expect(again.fields.image?.data.some((value) => value > 0)).toBe(true);
  });
});

describe('failures in the loader thread', () => {
  it('arrive with code, message, place and next step', async () => {
    const folder = await folderWith({
      'a/1.png': await picture(1),
      'a/2.png': (await picture(2)).subarray(0, 60),
    });
    const all = await plannedData('image-folder', { path: folder });
    const data = open(plan({ all }));
    const failure = await failureOf(collect(data.inOrder('all', 2)));
    expect(failure).toMatchObject({ code: 'corrupt-image', where: `${folder}/a/2.png` });
    expect(failure.message).toContain(`${folder}/a/2.png`);
    expect(failure.next).toContain('exclude');
  });

  it('belong to the batch that has the bad sample, not to the one before', async () => {
    const good = await picture(1);
    const folder = await folderWith({ 'a/1.png': good, 'a/2.png': good, 'a/3.png': good.subarray(0, 60) });
    const all = await plannedData('image-folder', { path: folder });
    const seen: number[] = [];
    const read = async () => {
      for await (const batch of open(plan({ all })).inOrder('all', 1)) seen.push(...batch.ids);
    };
    expect((await failureOf(read())).code).toBe('corrupt-image');
    expect(seen).toEqual([0, 1]);
  });

  it('say which file is gone', async () => {
    const folder = await folderWith({ 'a/1.png': await picture(1) });
    const all = await plannedData('image-folder', { path: folder });
    await rm(`${folder}/a`, { recursive: true });
    expect((await failureOf(collect(open(plan({ all })).inOrder('all', 1)))).code).toBe('no-images');
  });

  it('that are bugs keep the thread’s stack', async () => {
    const stream = open(await digits()).training(7, 1);
    await expect(stream.batch(0)).rejects.toThrow('The plan has no stage 7.');
    const error: unknown = await stream.batch(0).catch((thrown: unknown) => thrown);
    expect(error instanceof Error ? error.stack : '').toContain('loader');
  });
});

it('left-out images are told of', async () => {
  const good = await picture(1);
  const folder = await folderWith({ 'a/1.png': good, 'a/2.png': good.subarray(0, 60), 'a/3.png': good });
  const all = { ...(await plannedData('image-folder', { path: folder, corrupt: 'skip' })), take: 3 };
  const warnings: string[] = [];
  const batches = await collect(open(plan({ all }), ({ code }) => warnings.push(code)).inOrder('all', 2));
  expect(batches.map(({ ids }) => [...ids])).toEqual([[0, 1]]);
  expect(warnings).toEqual(['corrupt-images-skipped']);
});

/** Threads of this process, from Node's diagnostic report. */
function threads(): number {
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('workers' in report)) throw new Error('No report.');
  return Array.isArray(report.workers) ? report.workers.length : NaN;
}

describe('closing', () => {
  it('ends the thread', async () => {
    const before = threads();
    const data = open(await digits());
    await data.training(0, 1).batch(0);
    expect(threads()).toBe(before + 1);
    await data.close();
    expect(threads()).toBe(before);
  });

  it('rejects what is still asked for, and what is asked for later', async () => {
    const data = open(await digits());
    const asked = data.training(0, 1).batch(0);
    const rejected = expect(asked).rejects.toThrow('closed');
    await data.close();
    await rejected;
    await expect(data.training(0, 1).batch(0)).rejects.toThrow('closed');
  });

  it('can be done twice', async () => {
    const data = open(await digits());
    await data.close();
    await expect(data.close()).resolves.toBeUndefined();
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { automatic } from '../../server/backends/index.ts';
import { jobs } from '../../server/distill/jobs.ts';
import { check } from '../../server/recipe/check.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { plan } from '../../server/recipe/plan.ts';
import { readDisagreements } from '../../server/runs/disagreements.ts';
import { readEvents } from '../../server/runs/records.ts';
import { follow, start } from '../e2e/follow.ts';
import { queue } from '../e2e/queue.ts';
import { short } from './short.ts';

const folder = 'media/templates';
const templates = readdirSync(folder).filter((name) => name.endsWith('.distill.yaml'));

const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** The bundled sample where a person would have opened it. */
let workspace = '';
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'retort-sample-'));
  await cp(resolve(inject('programs').folder, 'sample'), workspace, { recursive: true });
});
afterAll(() => rm(workspace, { recursive: true }));

const backend = { name: automatic().name, threads: () => 1 };

test('there are at least six', () => {
  expect(templates.length).toBeGreaterThanOrEqual(6);
});

describe.each(templates)('%s', (name) => {
  test('says what it is in a title and a sentence', () => {
    const [title, about, third] = textOf(name).split('\n');
    expect(title).toMatch(/^# Title: \S.{3,50}$/);
    expect(about).toMatch(/^# [A-Z].+\.$/);
    expect(third).toBe('#');
  });

  test('has no problem, not even a hint, on the sample', async () => {
    const path = join(workspace, name);
    await writeFile(path, textOf(name));
    const document = parse(textOf(name));
    const facts = await gather(document, path);
    expect(check(document, facts)).toMatchObject({ problems: [], needs: [] });
    const made = plan(document, facts, { backend });
    expect(made.stages.some(({ baseline }) => baseline !== null)).toBe(true);
  });

  test('trains', async () => {
    const run = await queue(textOf(name), { workspace, change: short });
    expect(await follow(start(run))).toMatchObject({ state: 'finished', failure: null });
    const finished = (await readEvents(run)).filter(({ type }) => type === 'job-finished');
    const document = parse(textOf(name));
    const facts = await gather(document, join(workspace, name));
    const expected = jobs(plan(document, facts, { backend }));
    expect(finished).toHaveLength(expected.length);
    expect(await readDisagreements(run)).not.toEqual([]);
  });
});

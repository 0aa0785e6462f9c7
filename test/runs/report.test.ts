import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFigures } from '../../server/runs/figures.ts';
import { readEvaluation } from '../../server/runs/records.ts';
import { makeReport } from '../../server/runs/report.ts';
import { scoredData, spread } from '../../server/runs/summary.ts';
import { examplePlan } from './example-plan.ts';
import { accuracies, exampleRun } from './example-run.ts';
import { newRun } from './workspace.ts';

const latencies = { big: { '1': 3.4, '32': 41 }, small: { '1': 0.3, '32': 0.9 } };

describe('the report of a finished run', () => {
  test('has teacher, baseline and student of each seed, at the selected checkpoint and after the last step', async () => {
    const { stages } = await makeReport(await exampleRun(), latencies);
    const distil = stages.find(({ stage }) => stage === 'distil');
    expect(distil).toMatchObject({ model: 'small', teachers: ['big'] });
    expect(distil?.seeds[1]).toEqual({
      seed: 2,
      teacher: accuracies.teacher,
      baseline: {
        selected: accuracies.baseline[1],
        last: accuracies.baseline[1] - 0.002,
        selectedAtStep: 900,
        agreement: accuracies.baseline[1] + 0.01,
      },
      student: {
        selected: accuracies.student[1],
        last: accuracies.student[1] - 0.002,
        selectedAtStep: 900,
        agreement: accuracies.student[1] + 0.01,
      },
    });
  });

  test('sums the seeds up as mean and sample standard deviation, the gain seed by seed', async () => {
    const { stages } = await makeReport(await exampleRun(), latencies);
    const summary = stages.find(({ stage }) => stage === 'distil')?.summary;
    expect(summary?.student?.mean).toBeCloseTo(0.9242, 10);
    expect(summary?.student?.spread).toBeCloseTo(0.0019519, 6);
    // Gains 0.0431, 0.0466 and 0.0361.
    expect(summary?.gain?.mean).toBeCloseTo(0.0419333, 6);
    expect(summary?.gain?.spread).toBeCloseTo(0.0053463, 6);
    expect(summary?.teacher).toEqual({ mean: accuracies.teacher, spread: 0 });
  });

  test('says what a stage without a teacher reached, without a comparison', async () => {
    const { stages } = await makeReport(await exampleRun(), latencies);
    const teach = stages.find(({ stage }) => stage === 'teach');
    expect(teach?.seeds).toMatchObject([
      { seed: 1, teacher: null, baseline: null, student: { agreement: null } },
    ]);
    expect(teach?.summary).toEqual({
      teacher: null,
      baseline: null,
      student: { mean: accuracies.teacher, spread: null },
      gain: null,
    });
  });

  test('takes its figures from the split that selected nothing', async () => {
    const report = await makeReport(await exampleRun(), latencies);
    expect(report).toMatchObject({ select: { metric: 'accuracy', data: 'val' }, scored: 'test' });
  });

  test('has the sizes of the plan and the latencies that were measured', async () => {
    const { sizes } = await makeReport(await exampleRun(), { small: latencies.small });
    expect(sizes).toEqual([
      { model: 'big', parameters: 61_706, bytes: 246_824, flopsPerSample: 833_000, latencyMs: null },
      {
        model: 'small',
        parameters: 25_450,
        bytes: 101_800,
        flopsPerSample: 50_800,
        latencyMs: latencies.small,
      },
    ]);
  });

  test('is written beside the run as JSON and as a page', async () => {
    const run = await exampleRun();
    const report = await makeReport(run, latencies);
    expect(JSON.parse(readFileSync(join(run.path, 'report.json'), 'utf8'))).toEqual(report);
    expect(readFileSync(join(run.path, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });
});

test('a run of which nothing has ended yet has a report without stages', async () => {
  const run = await newRun();
  expect((await makeReport(run, {})).stages).toEqual([]);
  expect(readFileSync(join(run.path, 'report.html'), 'utf8')).toContain('No stage has ended yet');
});

test('a report of a run without a plan says so and writes nothing', async () => {
  const run = await newRun();
  rmSync(join(run.path, 'plan.json'));
  await expect(makeReport(run, {})).rejects.toMatchObject({ code: 'broken-run' });
  expect(existsSync(join(run.path, 'report.html'))).toBe(false);
});

test('with one split the figures come from it', () => {
  const evaluate = { ...examplePlan.evaluate, final: ['val'] };
  expect(scoredData({ ...examplePlan, evaluate })).toBe('val');
});

describe('a spread', () => {
  test('is the sample standard deviation', () => {
    // Mean 5, squares 9 + 1 + 16 over 3 − 1.
    expect(spread([2, 4, 9])).toEqual({ mean: 5, spread: Math.sqrt(13) });
  });
  test('is unknown for one value, and everything for none', () => {
    expect(spread([0.5, null])).toEqual({ mean: 0.5, spread: null });
    expect(spread([null])).toBeNull();
  });
});

describe('the figures of a stage', () => {
  const figuresOf = async (stage: string) => {
    const run = await exampleRun();
    const figures = await readFigures(run, examplePlan, await readEvaluation(run, examplePlan));
    const found = figures.find((each) => each.stage.name === stage);
    if (found === undefined) throw new Error(`No figures of ${stage}.`);
    return found;
  };

  test('count steps from its start', async () => {
    const { losses } = await figuresOf('distil');
    expect(losses.map(({ label }) => label)).toEqual(['hard', 'kd', 'shape']);
    expect(losses[0]?.x.at(-1)).toBe(1000);
  });

  test('have the metric of student and baseline over all seeds, and the teacher beside', async () => {
    const { metric } = await figuresOf('distil');
    expect(metric.student.map(({ step }) => step)).toEqual([
      100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
    ]);
    expect(metric.baseline).toHaveLength(10);
    expect(metric.teacher?.data).toBe('val');
    expect(metric.teacher?.accuracy).toBeCloseTo(accuracies.teacher, 12);
    for (const { low, mean, high } of metric.student) {
      expect(low).toBeLessThan(mean);
      expect(mean).toBeLessThan(high);
    }
  });

  test('have the matrix of when it was last measured', async () => {
    const { matrix } = await figuresOf('distil');
    expect(matrix).toMatchObject({ step: 1000, student: ['hidden.1', 'logits'], teacherModel: 'big' });
    expect(matrix?.values).toEqual([
      [0.41, 0.74, 0.62],
      [0.22, 0.58, 0.93],
    ]);
  });

  test('follow pairs over time, and leave the matrix out of them', async () => {
    const { matching } = await figuresOf('distil');
    expect(matching.map(({ label }) => label)).toEqual(['kd/0', 'shape/0']);
  });
});

test('what a torn table lacks is left out of the report', async () => {
  const run = await exampleRun();
  const path = join(run.path, 'attempts', '0001', 'evaluation.tbl');
  writeFileSync(path, readFileSync(path).subarray(0, -5));
  const { stages } = await makeReport(run, {});
  expect(stages.map(({ stage }) => stage)).toEqual(['teach', 'distil']);
});

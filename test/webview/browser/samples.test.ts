import { describe, expect, test } from 'vitest';
import type { Disagreement } from '../../../server/protocol/training.ts';
import { here } from './here.ts';

const samples: readonly Disagreement[] = [
  {
    sample: 7,
    label: 1,
    divergence: 2.5,
    teacher: [0.1, 0.2, 0.7],
    student: [0, 0.6, 0.4],
    classes: null,
    image: null,
  },
  {
    sample: 9,
    label: 2,
    divergence: 1.5,
    teacher: [0.25, 0.25, 0.5],
    student: [1, 0, 0],
    classes: null,
    image: null,
  },
];

const answer = (shown: readonly Disagreement[]) => ({
  disagreements: () =>
    Promise.resolve([{ seed: 2, stage: 'distil', step: 600, data: 'val', samples: shown }]),
});

const opened = async (shown: readonly Disagreement[]) => {
  const { page } = await here.open({ state: { view: { tab: 'samples' } } }, answer(shown));
  await page.locator('.samples tbody tr').first().waitFor();
  return page;
};

describe.skipIf(here.missing !== null)('samples', { timeout: 120_000 }, () => {
  test('have the distributions of teacher and student as bars of their values', async () => {
    const page = await opened(samples);
    const heights = await page.evaluate(
      `Array.from(document.querySelectorAll('.samples tbody tr'), (row) =>
        ['teacher', 'student'].map((who) =>
          Array.from(row.querySelectorAll('rect.' + who), (bar) => Number(bar.getAttribute('height')))))`,
    );
    // Thirty pixels are all; none is still a line.
    const height = (share: number) => Math.max(0.5, 30 * share);
    expect(heights).toEqual(
      samples.map(({ teacher, student }) => [teacher.map(height), student.map(height)]),
    );
    const said = await page.evaluate(
      `Array.from(document.querySelectorAll('.samples tbody svg.bars'), (bars) => bars.getAttribute('aria-label'))`,
    );
    expect(said).toEqual([
      'Teacher: most likely 2 (70.0%)',
      'Student: most likely 1 (60.0%)',
      'Teacher: most likely 2 (50.0%)',
      'Student: most likely 0 (100.0%)',
    ]);
  });

  test('have a mark under the class that is right, which a legend explains', async () => {
    const page = await opened(samples);
    const under = await page.evaluate(
      `Array.from(document.querySelectorAll('.samples tbody svg.bars'), (bars) => {
        const mark = bars.querySelector('.right').getAttribute('x');
        return Array.from(bars.querySelectorAll('rect:not(.right)')).findIndex((bar) => bar.getAttribute('x') === mark);
      })`,
    );
    expect(under).toEqual([1, 1, 2, 2]);
    expect(await page.getByText('marks the label: the class that is right.').isVisible()).toBe(true);
  });

  test('of more classes than are kept have the names and the label of those that are', async () => {
    const classes = [3, 40, 999];
    const [first, second] = samples.map((sample) => ({ ...sample, classes }));
    if (first === undefined || second === undefined) throw new Error('There are two samples.');
    const page = await opened([
      { ...first, label: 40 },
      { ...second, label: 500 },
    ]);
    expect(await page.locator('.samples tbody .most').allTextContents()).toEqual([
      '999 (70.0%)',
      '40 (60.0%)',
      '999 (50.0%)',
      '3 (100.0%)',
    ]);
    expect(await page.locator('.samples tbody tr').first().locator('.right').count()).toBe(2);
    expect(await page.locator('.samples tbody tr').last().locator('.right').count()).toBe(0);
  });

  test('without labels have neither mark nor legend', async () => {
    const page = await opened(samples.map((sample) => ({ ...sample, label: null })));
    expect(await page.locator('.samples tbody .right').count()).toBe(0);
    expect(await page.getByText('marks the label').isVisible()).toBe(false);
  });
});

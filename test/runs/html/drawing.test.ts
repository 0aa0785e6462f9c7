import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { heatMap } from '../../../server/runs/html/heat-map.ts';
import { lineChart, type LineChart } from '../../../server/runs/html/line-chart.ts';
import { html } from '../../../server/runs/html/markup.ts';
import {
  bytes,
  digits,
  milliseconds,
  percent,
  points,
  short,
  whole,
} from '../../../server/runs/html/numbers.ts';
import { studentPen } from '../../../server/runs/html/pen.ts';
import { linearScale, logScale } from '../../../server/runs/html/scale.ts';
import { verdict } from '../../../server/runs/html/verdict.ts';
import { spread } from '../../../server/runs/summary.ts';
import { speak } from '../../../server/text/say.ts';

const chart = (y: readonly number[], scale: LineChart['scale'] = 'linear'): string =>
  lineChart({
    title: 'Loss',
    description: 'Of a run.',
    xLabel: 'step',
    yLabel: 'value',
    format: digits,
    tickFormat: digits,
    scale,
    lines: [{ label: 'kd', pen: studentPen, x: y.map((_, index) => index + 1), y }],
  }).text;

describe('a line chart', () => {
  test('leaves a gap where nothing was measured', () => {
    const [, path = ''] =
      /class="line"\s+d="([^"]*)"\s+stroke-dasharray=""\s*\/><circle/.exec(chart([1, 2, NaN, 3, 4])) ?? [];
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path.match(/L/g)).toHaveLength(2);
  });

  test('leaves out what a logarithmic axis can not show', () => {
    expect(chart([1, 0, -1, 10], 'log')).not.toMatch(/NaN|Infinity/);
  });

  test('has no coordinate that is not a number, whatever it is given', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, NaN, Infinity, -Infinity, 1e-300, 1e300, 5e-324));
    fc.assert(
      fc.property(fc.array(value), fc.constantFrom('linear' as const, 'log' as const), (values, scale) => {
        const svg = /<svg viewBox[^]*?<\/svg>/.exec(chart(values, scale))?.[0] ?? '';
        expect(svg.replaceAll(/>[^<]*</g, '><')).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  test('has an empty frame for no lines', () => {
    expect(chart([])).toContain('<svg viewBox');
  });
});

describe('a heat map', () => {
  const map = heatMap({
    title: 'CKA',
    description: 'Layers.',
    rowLabel: 'student',
    columnLabel: 'teacher',
    rows: ['a', 'b'],
    columns: ['c', 'a very long name of a layer'],
    values: [
      [0.123, 1],
      [NaN, -0.04],
    ],
  }).text;

  test('writes each value on its shade', () => {
    for (const text of ['0.12', '1.00', '–', '\u22120.04'])
      expect(map).toMatch(new RegExp(`>\\s*${text}\\s*</text`));
  });

  test('shortens what would run into its neighbour, and has it whole in the table', () => {
    expect(map).toMatch(/>\s*a ver…layer\s*<\/text/);
    expect(map).toContain('<th scope="col">a very long name of a layer</th>');
  });
});

describe('a linear scale', () => {
  test('marks round values and begins and ends at them', () => {
    const { ticks, at } = linearScale(0.71, 0.97);
    expect(ticks).toEqual([0.7, 0.8, 0.9, 1]);
    expect([at(0.7), at(1)]).toEqual([0, 1]);
  });
  test('has room around a single value', () => {
    const { at } = linearScale(3, 3);
    expect(at(3)).toBeGreaterThan(0);
    expect(at(3)).toBeLessThan(1);
  });
});

describe('a logarithmic scale', () => {
  test('marks 1, 2 and 5 of each power of ten where they are few', () => {
    expect(logScale(0.15, 4).ticks).toEqual([0.1, 0.2, 0.5, 1, 2, 5]);
  });
  test('marks powers of ten where they are many', () => {
    expect(logScale(1e-3, 20).ticks).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
  });
});

describe('numbers', () => {
  test.each([
    [percent(0.9243), '92.4\u202f%'],
    [percent(null), '–'],
    [percent(NaN), '–'],
    [points(0.0431), '+4.3 points'],
    [points(-0.002), '\u22120.2 points'],
    [whole(61_706), '61,706'],
    [short(833_000), '833\u202fk'],
    [short(1_850_000_000), '1.85\u202fG'],
    [bytes(999), '999\u202fB'],
    [bytes(246_824), '247\u202fkB'],
    [milliseconds(0.3123), '0.312\u202fms'],
    [digits(0), '0'],
    [digits(0.000012), '1.2e\u22125'],
    [digits(1234), '1234'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('the verdict', () => {
  afterEach(() => speak('en'));

  const stage = (student: readonly number[], baseline: readonly number[] | null) => {
    const score = (selected: number) => ({ selected, last: selected, selectedAtStep: 1, agreement: null });
    const seeds = student.map((selected, index) => ({
      seed: index,
      teacher: 0.97,
      student: score(selected),
      baseline: baseline === null ? null : score(baseline[index] ?? NaN),
    }));
    const gains = seeds.map((seed) =>
      seed.baseline === null ? null : seed.student.selected - seed.baseline.selected,
    );
    return {
      stage: 'distil',
      model: 'small',
      teachers: ['big'],
      seeds,
      summary: {
        teacher: null,
        baseline: spread(baseline ?? []),
        student: spread(student),
        gain: spread(gains),
      },
    };
  };

  test('is good when every seed gained, and more than gains differ', () => {
    expect(verdict(stage([0.92, 0.93], [0.88, 0.88]), 'test')).toEqual({
      tone: 'good',
      sentence:
        'Distillation raised test accuracy from 88.0\u202f% to 92.5\u202f% (+4.5 points, 2 of 2 seeds).',
    });
  });

  test('is open when a seed lost', () => {
    expect(verdict(stage([0.92, 0.87], [0.88, 0.88]), 'test').sentence).toBe(
      'Distillation made no clear difference to test accuracy: from 88.0\u202f% to 89.5\u202f% (+1.5 points on average, better in 1 of 2 seeds).',
    );
  });

  test('is bad when every seed lost', () => {
    expect(verdict(stage([0.86], [0.88]), 'test')).toEqual({
      tone: 'bad',
      sentence:
        'Distillation did not help: it lowered test accuracy from 88.0\u202f% to 86.0\u202f% (\u22122.0 points, 1 of 1 seed).',
    });
  });

  test('is open when nothing changed', () => {
    expect(verdict(stage([0.88], [0.88]), 'test').tone).toBe('open');
  });

  test('is said in the language of the process', async () => {
    await speak('zh-cn');
    expect(verdict(stage([0.92, 0.87], [0.88, 0.88]), 'test').sentence).toBe(
      '蒸馏对 test 上的准确率没有明显影响：从 88.0\u202f% 到 89.5\u202f%（平均 +1.5 个百分点，2 个种子中有 1 个更好）。',
    );
  });

  test('compares nothing without a baseline', () => {
    expect(verdict(stage([0.92], null), 'test').sentence).toContain('no baseline');
  });
});

test('a template escapes what is put in, but not what a template made', () => {
  const inner = html`<b>${'<&"\'>'}</b>`;
  expect(html`<p title="${'"'}">${[inner, null, 3]}</p>`.text).toBe(
    '<p title="&quot;"><b>&lt;&amp;&quot;&#39;&gt;</b>3</p>',
  );
});

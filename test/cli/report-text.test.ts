import { afterEach, expect, test } from 'vitest';
import { paintFor } from '../../server/cli/paint.ts';
import { formatReport } from '../../server/cli/report-text.ts';
import type { Report } from '../../server/protocol/report.ts';
import { widthOf } from '../../server/recipe/table.ts';
import { speak } from '../../server/text/say.ts';

afterEach(() => speak('en'));

const score = (selected: number) => ({ selected, last: selected, selectedAtStep: 100, agreement: 0.9 });
const over = (mean: number) => ({ mean, spread: 0.01 });

const report: Report = {
  version: 1,
  run: 'r',
  name: 'Digits',
  scored: 'test',
  select: { data: 'val', metric: 'accuracy' },
  stages: [
    {
      stage: 'distil',
      model: 'small',
      teachers: ['big'],
      seeds: [
        { seed: 1, teacher: 0.97, baseline: score(0.88), student: score(0.93) },
        { seed: 2, teacher: 0.97, baseline: score(0.87), student: score(0.99) },
      ],
      summary: { teacher: over(0.97), baseline: over(0.875), student: over(0.96), gain: over(0.085) },
    },
  ],
  sizes: [
    { model: 'small', parameters: 25_450, bytes: 101_800, flopsPerSample: 50_816, latencyMs: null },
    { model: 'big', parameters: 1_061_706, bytes: 4_246_824, flopsPerSample: 833_000, latencyMs: null },
  ],
};

const lines = (): readonly string[] => formatReport(report, paintFor(false)).split('\n');

test('a report is a table a stage with its verdict, and one of sizes', () => {
  const text = lines().join('\n');
  expect(text).toMatch(/^Digits: accuracy on test, at the checkpoint chosen on val\n/);
  expect(text).toMatch(/^SEED +TEACHER +BASELINE +STUDENT +GAIN +AGREEMENT$/m);
  expect(text).toMatch(/^Distillation raised test accuracy .* 2 of 2 seeds\)\.$/m);
  expect(text).toMatch(/^MODEL +PARAMETERS +SIZE +FLOPS A SAMPLE +LATENCY AT 1 +AT 32$/m);
});

test('it is in the language of the process', async () => {
  await speak('zh-cn');
  const text = lines().join('\n');
  expect(text).toMatch(/^Digits: test 上的 accuracy，取自按 val 选取的检查点\n/);
  expect(text).toMatch(/^种子 +教师 +基线 +学生 +提升 +一致率$/m);
  expect(text).toMatch(/^平均 /m);
  expect(text).toMatch(/^蒸馏使 test 上的准确率.*2 个种子中有 2 个）。$/m);
  expect(text).toMatch(/^模型 +参数量 +大小 +每样本 FLOP +延迟，批量 1 +批量 32$/m);
});

test.each(['en', 'zh-cn'])(
  'its columns of numbers end at the same column of the terminal in %s',
  async (language) => {
    await speak(language);
    const sizes = lines().slice(-3);
    expect(new Set(sizes.map(widthOf)).size).toBe(1);
    const gains = lines().filter((line) => /^\d/.test(line));
    const ends = gains.map((line) => widthOf(/^.*?\+\S+ \p{L}+/u.exec(line)?.[0] ?? ''));
    expect(ends).toHaveLength(2);
    expect(new Set(ends).size).toBe(1);
  },
);

import type { StageReport } from '../../protocol/report.ts';
import { percent, points } from './numbers.ts';

export interface Verdict {
  readonly tone: 'good' | 'bad' | 'open';
  readonly sentence: string;
}

/**
 * Whether distillation helped, in a sentence. It did when every seed gained and the mean gain exceeds the spread of the
 * gains; the opposite for harm; anything between is no clear difference.
 */
export function verdict({ summary, seeds }: StageReport, scored: string): Verdict {
  const { student, baseline, gain } = summary;
  if (student === null || baseline === null || gain === null) {
    return {
      tone: 'open',
      sentence: `The student reaches ${percent(student?.mean ?? null)} accuracy on ${scored}. There is no baseline to compare it with.`,
    };
  }
  const compared = seeds.flatMap(({ student: own, baseline: without }) =>
    without === null ? [] : [own.selected - without.selected],
  );
  const wins = compared.filter((difference) => difference > 0).length;
  const losses = compared.filter((difference) => difference < 0).length;
  const clear = Math.abs(gain.mean) > (gain.spread ?? 0);
  const figures = `from ${percent(baseline.mean)} to ${percent(student.mean)}`;
  const count = (number: number): string =>
    `${number} of ${compared.length} ${compared.length === 1 ? 'seed' : 'seeds'}`;
  if (clear && wins === compared.length) {
    return {
      tone: 'good',
      sentence: `Distillation raised ${scored} accuracy ${figures} (${points(gain.mean)}, ${count(wins)}).`,
    };
  }
  if (clear && losses === compared.length) {
    return {
      tone: 'bad',
      sentence: `Distillation did not help: it lowered ${scored} accuracy ${figures} (${points(gain.mean)}, ${count(losses)}).`,
    };
  }
  return {
    tone: 'open',
    sentence: `Distillation made no clear difference to ${scored} accuracy: ${figures} (${points(gain.mean)} on average, better in ${count(wins)}).`,
  };
}

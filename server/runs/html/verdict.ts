import type { StageReport } from '../../protocol/report.ts';
import { say } from '../../text/say.ts';
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
      sentence: say`The student reaches ${percent(student?.mean ?? null)} accuracy on ${scored}. There is no baseline to compare it with.`,
    };
  }
  const compared = seeds.flatMap(({ student: own, baseline: without }) =>
    without === null ? [] : [own.selected - without.selected],
  );
  const wins = compared.filter((difference) => difference > 0).length;
  const losses = compared.filter((difference) => difference < 0).length;
  const clear = Math.abs(gain.mean) > (gain.spread ?? 0);
  const [from, to] = [percent(baseline.mean), percent(student.mean)];
  const count = (number: number): string =>
    compared.length === 1 ? say`${number} of 1 seed` : say`${number} of ${compared.length} seeds`;
  if (clear && wins === compared.length) {
    return {
      tone: 'good',
      sentence: say`Distillation raised ${scored} accuracy from ${from} to ${to} (${points(gain.mean)}, ${count(wins)}).`,
    };
  }
  if (clear && losses === compared.length) {
    return {
      tone: 'bad',
      sentence: say`Distillation did not help: it lowered ${scored} accuracy from ${from} to ${to} (${points(gain.mean)}, ${count(losses)}).`,
    };
  }
  return {
    tone: 'open',
    sentence: say`Distillation made no clear difference to ${scored} accuracy: from ${from} to ${to} (${points(gain.mean)} on average, better in ${count(wins)}).`,
  };
}

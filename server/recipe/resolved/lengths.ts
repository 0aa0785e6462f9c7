import { lengthPattern, type ScalarSource } from '../../distill/schema.ts';
import type { ScalarPlan } from '../../distill/plan.ts';
import { valueAt } from '../../distill/schedule.ts';

export interface Length {
  readonly amount: number;
  readonly unit: 'epochs' | 'steps' | '%';
}

/** `30 epochs`, `500 steps`, `10 %`; null for anything else. */
export function lengthOf(text: string): Length | null {
  if (!new RegExp(lengthPattern, 'u').test(text)) return null;
  const amount = Number.parseFloat(text);
  if (text.endsWith('%')) return { amount, unit: '%' };
  return { amount, unit: text.includes('epoch') ? 'epochs' : 'steps' };
}

/** What lengths are measured by. */
export interface Measure {
  readonly stepsPerEpoch: number;
  /** Steps of the whole stage, for shares of it. */
  readonly steps: number;
}

/** Steps of a length before rounding. */
export function exactStepsOf({ amount, unit }: Length, { stepsPerEpoch, steps }: Measure): number {
  return amount * { epochs: stepsPerEpoch, steps: 1, '%': steps / 100 }[unit];
}

/** Whole steps of a length; at least `minimum`. */
export function stepsOf(text: string, measure: Measure, minimum = 0): number {
  const length = lengthOf(text);
  return length === null ? minimum : Math.max(minimum, Math.round(exactStepsOf(length, measure)));
}

/** A scalar of a recipe in steps of its stage. A ramp over nothing is its end value from the start. */
export function scalarPlan(source: ScalarSource, measure: Measure): ScalarPlan {
  if (typeof source === 'number') return { kind: 'constant', value: source };
  if ('step' in source) {
    const at = source.step.map((length) => stepsOf(length, measure));
    return { kind: 'drops', from: source.from, at, by: source.by };
  }
  const { from, to, over = '100 %', shape = 'linear' } = source;
  return { kind: 'ramp', from, to, steps: stepsOf(over, measure), shape };
}

/** Values of a scalar at the start of its stage, in the middle, and where it ends. */
export const courseOf = (source: ScalarSource, measure: Measure): readonly [number, number, number] => {
  const plan = scalarPlan(source, measure);
  return [valueAt(plan, 0), valueAt(plan, Math.floor(measure.steps / 2)), valueAt(plan, measure.steps)];
};

/** Value at the start of the stage: what weights are compared and rescaled by. */
export const startOf = (source: ScalarSource): number => (typeof source === 'number' ? source : source.from);

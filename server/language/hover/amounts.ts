import { courseOf, lengthOf, stepsOf, type Measure } from '../../recipe/resolved/lengths.ts';
import type { ResolvedTerm } from '../../recipe/resolved/terms.ts';
import { say } from '../../text/say.ts';

/** `44,426` */
export const whole = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** `0.00203`, `62.5`: three digits, which is what a schedule or a share of an epoch is read for. */
export const brief = (value: number): string => String(Number(value.toPrecision(3)));

/** `620 steps`, `62.5 epochs`: a length in the unit that it isn't written in; empty for what is no length. */
export function otherUnit(text: string, measure: Measure): string {
  const length = lengthOf(text);
  if (length === null) return '';
  if (length.unit !== 'steps') return stepsText(stepsOf(text, measure));
  const epochs = brief(length.amount / measure.stepsPerEpoch);
  return epochs === '1' ? say`1 epoch` : say`${epochs} epochs`;
}

const stepsText = (steps: number): string => (steps === 1 ? say`1 step` : say`${whole(steps)} steps`);

/** A length in steps and in epochs of a stage. */
export function stepsAndEpochs(text: string, measure: Measure): string {
  const steps = stepsOf(text, measure);
  const { stepsPerEpoch } = measure;
  return say`${stepsText(steps)}: ${brief(steps / stepsPerEpoch)} × an epoch of ${whole(stepsPerEpoch)}`;
}

/** What a schedule comes to; empty for a number, which says so itself. */
export function course(source: ResolvedTerm['weight'], measure: Measure): string {
  if (typeof source === 'number') return '';
  const [start, middle, end] = courseOf(source, measure).map(brief);
  return say`${start ?? ''} at the start, ${middle ?? ''} in the middle, ${end ?? ''} at the end, over ${stepsText(measure.steps)}`;
}

/** `12 × smaller`: a number of parameters beside another one. */
export function ratio(own: number, other: number): string {
  if (own === other || own === 0 || other === 0) return say`as large`;
  const times = Math.max(own, other) / Math.min(own, other);
  const shown = times < 10 ? times.toFixed(1) : whole(times);
  return own < other ? say`${shown} × smaller` : say`${shown} × larger`;
}

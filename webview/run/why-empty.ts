import type { Context } from './context.ts';
import type { Shown } from './shown.ts';

/** What a chart says while there is nothing that it could draw. */
export interface Nothing {
  /** There is nothing yet. */
  readonly title: string;
  /** When there will be something, as long as the training goes on. */
  readonly next: string;
  /** Something was measured; none of it is a number. */
  readonly measured: boolean;
}

/** Why a chart of a training is empty, in two sentences: it is early, it is over, or nothing in it is a number. */
export function whyEmpty(
  { text: { empty } }: Context,
  { job, description }: Shown,
  { title, next, measured }: Nothing,
): readonly [title: string, next: string] {
  if (measured) return [empty.notFinite, empty.notFiniteNext];
  const { state } = description.summary;
  if (job.to !== null) return [title, empty.overNext];
  return [title, state === 'running' || state === 'stopping' ? next : empty.restingNext];
}

import { RetortError } from '../../protocol/failure.ts';
import type { DataPlan } from '../plan.ts';
import type { Shape } from '../tensors.ts';
import type { Source } from './descriptor.ts';
import { scaleOf, type Scale } from './normalise.ts';
import { say } from '../../text/say.ts';

/** A named data set of a plan with its source: positions 0 … size − 1 count from `skip`. */
export interface DataSet {
  readonly plan: DataPlan;
  readonly source: Source;
  /** Samples: the plan's `take`, less when the source had to leave corrupt ones out. */
  readonly size: number;
  /** [height, width, channels] */
  readonly shape: Shape;
  readonly scale: Scale;
}

/** Throws `data-changed` when the source is no longer what was planned. */
export function dataSet(name: string, plan: DataPlan, source: Source): DataSet {
  const shape = source.facts.fields.image?.shape ?? [];
  const planned = plan.fields.image?.shape ?? [];
  const skipped = source.skipped?.length ?? 0;
  const size = Math.min(plan.take, source.facts.size - plan.skip);
  if (shape.join() !== planned.join() || size < Math.max(1, plan.take - skipped)) {
    throw new RetortError({
      code: 'data-changed',
      message: say`The data ${name} are not those that the run was planned for: expected ${plan.take} images of ${planned.join(' × ')} after the first ${plan.skip}, found ${source.facts.size} of ${shape.join(' × ')} in all.`,
      where: name,
      next: say`Restore the files, or start a new run of the recipe with \`retort run\`.`,
    });
  }
  return { plan, source, size, shape, scale: scaleOf(shape[2] ?? 1, plan.normalize) };
}

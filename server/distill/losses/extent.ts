import { fill, scalar } from '@tensorflow/tfjs-core';
import { isScalar } from '../schema.ts';
import type { LossDescriptor, LossShapes } from './descriptor.ts';

/** What a loss gives for one sample, before it is reduced. */
export interface Extent {
  /** Values of a sample: 1, or as many as it has tokens. */
  readonly entries: number;
  /** Elements that were summed inside an entry: the further divisor of `mean`. */
  readonly elements: number;
}

/**
 * Runs a loss on one sample of nothing but zeros to see its extent; on a backend that computes shapes alone it costs
 * next to nothing. Shapes are those that the loss compares, after any projection.
 */
export function extentOf(
  { compute, parameters: schema, needs }: LossDescriptor,
  { student, teacher }: LossShapes,
  parameters: Readonly<Record<string, unknown>>,
): Extent {
  const scheduled = Object.entries(schema.properties).filter(([, parameter]) => isScalar(parameter));
  const { values, elements } = compute(
    {
      student: fill([1, ...student], 0),
      ...(teacher === undefined ? {} : { teacher: fill([1, ...teacher], 0) }),
      ...(needs.includes('labels') ? { labels: fill([1, ...student.slice(0, -1)], 0, 'int32') } : {}),
      scalars: Object.fromEntries(scheduled.map(([name]) => [name, scalar(1)])),
    },
    parameters,
  );
  return { entries: values.size, elements };
}

import type { Shape } from '../tensors.ts';
import type { ProjectionDescriptor } from './descriptor.ts';
import { conv } from './conv.ts';
import { convBnRelu } from './conv-bn-relu.ts';
import { linear } from './linear.ts';

/** From the one that keeps most of the feature's layout to the one that fits anything. */
const candidates: readonly ProjectionDescriptor[] = [conv, convBnRelu, linear];

/** The projection that would bring a student feature to the teacher's shape, for a shape problem. */
export function helpfulProjection(student: Shape, teacher: Shape): { readonly projection?: string } {
  const found = candidates.find(
    (candidate) => candidate.output(student, teacher, {})?.join() === teacher.join(),
  );
  return found === undefined ? {} : { projection: found.kind };
}

import { find } from '../find.ts';
import type { ProjectionDescriptor } from './descriptor.ts';
import { conv } from './conv.ts';
import { convBnRelu } from './conv-bn-relu.ts';
import { convRelu } from './conv-relu.ts';
import { linear } from './linear.ts';
import { none } from './none.ts';

/** All projections that a recipe's `project` can name. */
export const projections: readonly ProjectionDescriptor[] = [none, linear, conv, convRelu, convBnRelu];

/** The projection that a pair names. Throws `unknown-projection`. */
export const findProjection = (kind: string): ProjectionDescriptor =>
  find('projection', kind, projections, (projection) => projection.kind);

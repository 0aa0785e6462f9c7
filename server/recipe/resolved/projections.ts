import type { ProjectionPlan } from '../../distill/plan.ts';
import type { Shape } from '../../distill/tensors.ts';
import type { Catalogue } from '../catalogue.ts';
import { valueOf, type Node } from '../node.ts';
import { textOf } from '../read/located.ts';
import { parametersOf } from './parameters.ts';

/** `project: linear` or `project: { kind: conv, size: 3 }`, complete; null when this version has no such projection. */
export function projectionPlan(node: Node | null, catalogue: Catalogue): ProjectionPlan | null {
  const kind = node === null ? 'none' : (textOf(node) ?? textOf(valueOf(node, 'kind')))?.value;
  const descriptor = catalogue.projections.find((candidate) => candidate.kind === kind);
  if (descriptor === undefined) return null;
  return { kind: descriptor.kind, parameters: parametersOf(descriptor.parameters, node).values };
}

/** Shape after a projection, or null when it can't map one to the other. */
export function projectedShape(
  plan: ProjectionPlan,
  from: Shape,
  to: Shape,
  catalogue: Catalogue,
): Shape | null {
  const descriptor = catalogue.projections.find(({ kind }) => kind === plan.kind);
  return descriptor?.output(from, to, plan.parameters) ?? null;
}

import type { TObject } from 'typebox';
import { isScalar, type ScalarSource } from '../../distill/schema.ts';
import { numberOf, textOf, itemsOf } from '../read/located.ts';
import { toJson, valueOf, type Node } from '../node.ts';
import { ruleOf } from '../structure/rule.ts';

export interface Parameters {
  /** Values with their defaults. Schedulable ones are in `scalars` instead. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly scalars: Readonly<Record<string, ScalarSource>>;
  /** Schedulable ones that the recipe states. */
  readonly stated: Readonly<Record<string, ScalarSource>>;
}

/** Parameters of a descriptor as a map states them, defaults filled in. */
export function parametersOf(schema: TObject, node: Node | null): Parameters {
  const values: Record<string, unknown> = {};
  const scalars: Record<string, ScalarSource> = {};
  const stated: Record<string, ScalarSource> = {};
  for (const [key, parameter] of Object.entries(schema.properties)) {
    const written = valueOf(node ?? undefined, key);
    const fallback = ruleOf(parameter).default;
    if (isScalar(parameter)) {
      const source = written === undefined ? null : scalarOf(written);
      if (source !== null) scalars[key] = stated[key] = source;
      else if (typeof fallback === 'number') scalars[key] = fallback;
    } else if (written !== undefined) {
      values[key] = toJson(written);
    } else if (fallback !== undefined) {
      values[key] = fallback;
    }
  }
  return { values, scalars, stated };
}

const shapes = ['linear', 'cosine', 'exponential'] as const;

/** A scalar as written: a number, a ramp or drops; null when it is none of these. */
export function scalarOf(node: Node): ScalarSource | null {
  const number = numberOf(node);
  if (number !== null) return number.value;
  const from = numberOf(valueOf(node, 'from'))?.value;
  const to = numberOf(valueOf(node, 'to'))?.value;
  const by = numberOf(valueOf(node, 'by'))?.value;
  if (from === undefined) return null;
  if (to !== undefined) {
    const shape = shapes.find((word) => word === textOf(valueOf(node, 'shape'))?.value) ?? 'linear';
    return { from, to, over: textOf(valueOf(node, 'over'))?.value ?? '100 %', shape };
  }
  const step = itemsOf(valueOf(node, 'step')).flatMap((item) => textOf(item)?.value ?? []);
  return by === undefined ? null : { from, step, by };
}

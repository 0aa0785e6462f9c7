import { add, concat, mul, scalar, slice, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { findLoss } from './losses/index.ts';
import { reduce } from './losses/reduce.ts';
import type { VariableSpec } from './networks/network.ts';
import type { PairPlan, TermPlan } from './plan.ts';
import { findProjection } from './projections/index.ts';
import type { Tensors } from './tensors.ts';

/** What the terms of a stage are computed from, in one forward pass. */
export interface TermInputs {
  /** The student's taps, batch axis first. */
  readonly taps: Tensors;
  /** Teachers' taps as `model/tap`, outside the gradient. */
  readonly targets: Tensors;
  /** Fields of the batch. */
  readonly batch: Tensors;
  /** Current values of schedulable parameters as `term.parameter`. */
  readonly scalars: Readonly<Record<string, Scalar>>;
  /** Variables of the projections, by full name. */
  readonly variables: Tensors;
  /** Rows of the batch by the data set they come from, in order. */
  readonly parts: readonly { readonly data: string; readonly samples: number }[];
}

/** Full name of a projection's variable: it trains with the student and is not part of it. */
const projectionVariable = (pair: PairPlan, name: string): string => `projection/${pair.id}/${name}`;

/** Variables that a term brings along, by full name. */
export const termVariables = (term: TermPlan): readonly VariableSpec[] =>
  term.pairs.flatMap((pair) =>
    pair.teacherShape === null
      ? []
      : findProjection(pair.projection.kind)
          .variables(pair.studentShape, pair.teacherShape, pair.projection.parameters)
          .map((spec) => ({ ...spec, name: projectionVariable(pair, spec.name) })),
  );

/** The rows of a tensor that come from the named data sets; all of them for null. */
function rowsOf(tensor: Tensor, data: readonly string[] | null, parts: TermInputs['parts']): Tensor {
  if (data === null || parts.every((part) => data.includes(part.data))) return tensor;
  let offset = 0;
  const kept: Tensor[] = [];
  for (const part of parts) {
    if (data.includes(part.data)) {
      const begin = [offset, ...tensor.shape.slice(1).map(() => 0)];
      kept.push(slice(tensor, begin, [part.samples, ...tensor.shape.slice(1)]));
    }
    offset += part.samples;
  }
  const [first] = kept;
  return kept.length === 1 && first !== undefined ? first : concat(kept, 0);
}

/** The student's feature of a pair as the loss sees it: `[rows, ...]` after the projection. */
export function projected(pair: PairPlan, feature: Tensor, variables: Tensors): Tensor {
  if (pair.teacherShape === null) return feature;
  const kind = findProjection(pair.projection.kind);
  const own = Object.fromEntries(
    kind.variables(pair.studentShape, pair.teacherShape, pair.projection.parameters).map(({ name }) => {
      const full = projectionVariable(pair, name);
      return [name, named(variables, full)];
    }),
  );
  return kind.apply(own, feature, pair.teacherShape, pair.projection.parameters);
}

/** The value of a term before its weight: the weighted sum over its pairs. Scalar. */
export function termValue(term: TermPlan, inputs: TermInputs): Scalar {
  const descriptor = findLoss(term.loss);
  const rows = (tensor: Tensor) => rowsOf(tensor, term.data, inputs.parts);
  const prefix = `${term.id}.`;
  const scalars = Object.fromEntries(
    Object.entries(inputs.scalars)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
  const { label, mask } = inputs.batch;
  let sum: Scalar | null = null;
  for (const pair of term.pairs) {
    const value = reduce(
      descriptor.compute(
        {
          student: projected(pair, rows(named(inputs.taps, pair.student)), inputs.variables),
          ...(term.teacher !== null && pair.teacher !== null
            ? { teacher: rows(named(inputs.targets, `${term.teacher}/${pair.teacher}`)) }
            : {}),
          ...(label === undefined ? {} : { labels: rows(label) }),
          ...(mask === undefined ? {} : { mask: rows(mask) }),
          scalars,
        },
        term.parameters,
      ),
      term.reduction,
    );
    const weighted: Scalar = pair.weight === 1 ? value : mul(value, scalar(pair.weight));
    sum = sum === null ? weighted : add(sum, weighted);
  }
  return sum ?? scalar(0);
}

/** A tensor that the plan promised. */
export function named(tensors: Tensors, name: string): Tensor {
  const found = tensors[name];
  if (found === undefined) throw new Error(`The plan names ${name}, which is not there.`);
  return found;
}

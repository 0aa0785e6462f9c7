import {
  add,
  concat,
  div,
  engine,
  keep,
  mul,
  reshape,
  scalar,
  slice,
  stack,
  tidy,
  zerosLike,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { drawSites, givenDraws, type DrawSite } from './draws.ts';
import type { Network, VariableSpec } from './networks/network.ts';
import { clipByGlobalNorm } from './optimizers/clip.ts';
import { findOptimizer } from './optimizers/index.ts';
import type { StagePlan, UpdatePlan } from './plan.ts';
import { valueAt } from './schedule.ts';
import { named, termValue, termVariables } from './terms.ts';
import type { Tensors } from './tensors.ts';

/**
 * One optimizer step as a pure function of tensors: nothing is read back, assigned or drawn inside, and no branch
 * depends on a value. So a backend may record it once and replay it. **Architecture invariant 6.**
 */
export interface Step {
  readonly run: (inputs: StepInputs) => StepOutputs;
  /** Names of the entries of `metrics`. */
  readonly metrics: readonly string[];
  /** Every variable that training needs: the whole student, then the projections. */
  readonly variables: readonly VariableSpec[];
  /** Names of those that change. */
  readonly trained: readonly string[];
  /** Names of the optimizer's slots: `variable:slot`. */
  readonly slots: readonly { readonly name: string; readonly variable: string }[];
  readonly draws: readonly DrawSite[];
  /** Scalars of a step (0-based), by the names that the step reads. */
  readonly scalars: (step: number) => Readonly<Record<string, number>>;
}

export interface StepInputs {
  readonly variables: Tensors;
  readonly slots: Tensors;
  readonly state: Tensors;
  readonly batch: Tensors;
  readonly targets: Tensors;
  readonly scalars: Readonly<Record<string, Scalar>>;
  readonly draws: Tensors;
}

/** New tensors, owned by the caller. Variables that don't train are left out. */
export interface StepOutputs {
  readonly variables: Tensors;
  readonly slots: Tensors;
  readonly state: Tensors;
  readonly metrics: Tensor1D;
}

export interface StepDefinition {
  readonly network: Network;
  /** Data field that each input of the network reads. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly update: UpdatePlan;
  readonly parts: StagePlan['parts'];
}

/** Builds the step of a stage. */
export function defineStep(definition: StepDefinition): Step {
  const { network, update } = definition;
  const optimizer = findOptimizer(update.optimizer.kind);
  const slotNames = optimizer.slots(update.optimizer.parameters);
  const projections = update.terms.flatMap(termVariables);
  const variables = [...network.parameters, ...projections];
  const trained = [...update.variables, ...projections.map(({ name }) => name)];
  const microBatches = update.optimizer.accumulate;
  const microParts = definition.parts.map((part) => ({ ...part, samples: part.samples / microBatches }));
  const microBatch = microParts.reduce((sum, part) => sum + part.samples, 0);
  const decays = new Map(variables.map(({ name, decay }) => [name, decay !== false]));

  return {
    variables,
    trained,
    slots: trained.flatMap((variable) =>
      slotNames.map((slot) => ({ name: `${variable}:${slot}`, variable })),
    ),
    draws: drawSites(network, microBatch).flatMap(({ site, shape }) =>
      Array.from({ length: microBatches }, (_, index) => ({ site: `${index}/${site}`, shape })),
    ),
    metrics: ['loss', 'gradientNorm', ...update.terms.flatMap(({ id }) => [`${id}.raw`, `${id}.weighted`])],
    scalars: (step) => stepScalars(update, step),
    run: (inputs) =>
      tidy(() => {
        const passes = Array.from({ length: microBatches }, (_, index) => index).reduce<Pass | null>(
          (before, index) => {
            const pass = forwardBackward(definition, {
              ...inputs,
              state: before?.state ?? inputs.state,
              batch:
                microBatches === 1
                  ? inputs.batch
                  : microRows(inputs.batch, definition.parts, { index, of: microBatches }),
              targets:
                microBatches === 1
                  ? inputs.targets
                  : microRows(inputs.targets, definition.parts, { index, of: microBatches }),
              draws: inputs.draws,
              parts: microParts,
              prefix: `${index}/`,
              trained,
            });
            return before === null ? pass : accumulate(before, pass);
          },
          null,
        );
        if (passes === null) throw new Error('A step has at least one micro-batch.');
        const share = (tensor: Tensor): Tensor => (microBatches === 1 ? tensor : div(tensor, microBatches));
        const clipped = clipByGlobalNorm(passes.gradients.map(share), update.optimizer.clip);
        const next: Record<string, Tensor> = {};
        const slots: Record<string, Tensor> = {};
        const scalars = withPrefix(inputs.scalars, 'optimizer.');
        trained.forEach((name, index) => {
          const gradient = clipped.gradients[index];
          if (gradient === undefined) throw new Error(`No gradient for ${name}.`);
          const updated = optimizer.update(
            {
              parameter: named(inputs.variables, name),
              gradient,
              slots: Object.fromEntries(
                slotNames.map((slot) => [slot, named(inputs.slots, `${name}:${slot}`)]),
              ),
              scalars,
              count: scalarNamed(inputs.scalars, 'count'),
              norm: clipped.norm,
            },
            update.optimizer.parameters,
            decays.get(name) ?? true,
          );
          next[name] = updated.parameter;
          for (const slot of slotNames) slots[`${name}:${slot}`] = named(updated.slots, slot);
        });
        const raw = passes.terms.map(share);
        const weighted = raw.map((value, index) =>
          mul(value, scalarNamed(inputs.scalars, `${update.terms[index]?.id ?? ''}.weight`)),
        );
        const metrics = reshape<Rank.R1>(
          stack([
            share(passes.loss),
            clipped.norm,
            ...raw.flatMap((value, index) => [value, weighted[index] ?? value]),
          ]),
          [-1],
        );
        return {
          variables: next,
          slots,
          state: frozenState(definition, inputs.state, passes.state),
          metrics,
        };
      }),
  };
}

interface Pass {
  readonly loss: Tensor;
  readonly gradients: readonly Tensor[];
  readonly terms: readonly Tensor[];
  readonly state: Tensors;
}

interface PassInputs extends StepInputs {
  readonly parts: StagePlan['parts'];
  readonly prefix: string;
  readonly trained: readonly string[];
}

/** Loss, its gradient for every trained variable (zero where the loss doesn't reach it), and the raw terms. */
function forwardBackward({ network, inputs: fields, update }: StepDefinition, inputs: PassInputs): Pass {
  const terms: Tensor[] = [];
  let state: Tensors = {};
  const loss = (): Scalar => {
    const applied = network.apply(inputs.variables, inputs.state, networkInputs(fields, inputs.batch), {
      training: true,
      draws: givenDraws(inputs.draws, inputs.prefix),
    });
    // The tape closes before these are used again, so they must outlive it.
    state = Object.fromEntries(Object.entries(applied.state).map(([name, tensor]) => [name, keep(tensor)]));
    let sum: Scalar = scalar(0);
    for (const term of update.terms) {
      const value = termValue(term, { ...inputs, taps: applied.taps });
      terms.push(keep(value));
      sum = add(sum, mul(value, scalarNamed(inputs.scalars, `${term.id}.weight`)));
    }
    return sum;
  };
  const sources = inputs.trained.map((name) => named(inputs.variables, name));
  const { value, grads } = engine().gradients(loss, sources, undefined, true);
  const found: readonly (Tensor | null | undefined)[] = grads;
  return {
    loss: value,
    gradients: sources.map((variable, index) => found[index] ?? zerosLike(variable)),
    terms: terms.map(adopt),
    state: Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, adopt(tensor)])),
  };
}

/** Hands a kept tensor to the surrounding tidy. */
function adopt(tensor: Tensor): Tensor {
  const copy = tensor.clone();
  tensor.dispose();
  return copy;
}

/** Fields of the batch under the names of the network's inputs. */
export const networkInputs = (fields: Readonly<Record<string, string>>, batch: Tensors): Tensors =>
  Object.fromEntries(Object.entries(fields).map(([input, field]) => [input, named(batch, field)]));

const accumulate = (a: Pass, b: Pass): Pass => ({
  loss: add(a.loss, b.loss),
  gradients: a.gradients.map((gradient, index) => add(gradient, b.gradients[index] ?? gradient)),
  terms: a.terms.map((term, index) => add(term, b.terms[index] ?? term)),
  state: b.state,
});

/** The rows of one micro-batch: the same share of every part. */
function microRows(
  tensors: Tensors,
  parts: StagePlan['parts'],
  micro: { readonly index: number; readonly of: number },
): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      let offset = 0;
      const pieces = parts.map((part) => {
        const rows = part.samples / micro.of;
        const begin = [offset + micro.index * rows, ...tensor.shape.slice(1).map(() => 0)];
        offset += part.samples;
        return slice(tensor, begin, [rows, ...tensor.shape.slice(1)]);
      });
      return [name, concat(pieces, 0)];
    }),
  );
}

/** Moving statistics of blocks in which nothing trains stay as they are. */
function frozenState({ network, update }: StepDefinition, before: Tensors, after: Tensors): Tensors {
  const block = (name: string): string => name.slice(0, name.lastIndexOf('/'));
  const training = new Set(update.variables.map(block));
  return Object.fromEntries(
    network.state.map(({ name }) => [
      name,
      training.has(block(name)) ? named(after, name) : named(before, name).clone(),
    ]),
  );
}

function stepScalars(update: UpdatePlan, step: number): Readonly<Record<string, number>> {
  const values: Record<string, number> = { count: step + 1 };
  for (const [name, schedule] of Object.entries(update.optimizer.scalars))
    values[`optimizer.${name}`] = valueAt(schedule, step);
  for (const term of update.terms) {
    values[`${term.id}.weight`] = valueAt(term.weight, step);
    for (const [name, schedule] of Object.entries(term.scalars))
      values[`${term.id}.${name}`] = valueAt(schedule, step);
  }
  return values;
}

const withPrefix = <T>(values: Readonly<Record<string, T>>, prefix: string): Record<string, T> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

function scalarNamed(scalars: Readonly<Record<string, Scalar>>, name: string): Scalar {
  const found = scalars[name];
  if (found === undefined) throw new Error(`The step reads the scalar ${name}, which is not there.`);
  return found;
}

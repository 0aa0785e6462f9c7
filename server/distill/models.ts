import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { RetortError } from '../protocol/failure.ts';
import { findNetwork } from './networks/index.ts';
import { initialise } from './networks/initialise.ts';
import type { Network, VariableSpec } from './networks/network.ts';
import type { ModelPlan, Plan } from './plan.ts';
import type { Ports } from './ports.ts';
import { firstNotFinite, type HostTensor, type HostTensors, type Tensors } from './tensors.ts';
import { say } from '../text/say.ts';

/** Builds the network of a model as the plan describes it. */
export async function buildNetwork(model: ModelPlan, json: Ports['json']): Promise<Network> {
  const files: Record<string, unknown> = {};
  for (const [key, path] of Object.entries(model.jsonFiles)) files[key] = await json(path);
  return findNetwork(model.kind).build(model.config, { fields: model.fields, classes: model.classes, files });
}

/** Every network of a plan, by model id. */
export async function buildNetworks(plan: Plan, json: Ports['json']): Promise<ReadonlyMap<string, Network>> {
  const networks = new Map<string, Network>();
  for (const [id, model] of Object.entries(plan.models)) networks.set(id, await buildNetwork(model, json));
  return networks;
}

/**
 * Variables and moving statistics as they start: from a checkpoint file; else from the network's own file, what `init`
 * copies over it, and the seed for what neither has.
 */
export async function startingWeights(
  plan: Plan,
  id: string,
  network: Network,
  context: {
    readonly seed: number;
    readonly models: Ports['models'];
    readonly trained: ReadonlyMap<string, HostTensors>;
  },
): Promise<HostTensors> {
  const model = plan.models[id];
  if (model === undefined) throw new Error(`The plan has no model ${id}.`);
  const specs = [...network.parameters, ...network.state];
  const made = model.checkpoint?.madeBy ?? null;
  const skipped = plan.stages.some((stage) => stage.name === made && stage.skip !== null);
  if (model.checkpoint !== null && (made === null || skipped)) {
    return loadWeights(specs, model.checkpoint.path, context.models);
  }
  const brought = specs.filter(({ fresh }) => fresh !== true);
  const own = model.weights === null ? {} : await loadWeights(brought, model.weights, context.models);
  const given = { ...own, ...copied(model.init, id, context.trained) };
  const missing = specs.filter(({ name }) => !Object.hasOwn(given, name));
  const drawn = initialise(missing, { seed: context.seed, model: id });
  return matching(specs, { ...drawn, ...given }, id);
}

/** The variables that start as those of another model. */
function copied(init: ModelPlan['init'], id: string, trained: ReadonlyMap<string, HostTensors>): HostTensors {
  if (init === null) return {};
  const source = trained.get(init.from);
  if (source === undefined)
    throw new Error(`The model ${init.from} initialises ${id} and has no weights yet.`);
  const pairs = Object.entries(init.variables).map(([own, theirs]) => [own, source[theirs]] as const);
  return Object.fromEntries(pairs.flatMap(([own, value]) => (value === undefined ? [] : [[own, value]])));
}

/** The tensors of a file that a network has, in its order. Throws `other-architecture` when one is missing or has another shape. */
export function matching(
  specs: readonly VariableSpec[],
  tensors: Readonly<Record<string, HostTensor | undefined>>,
  where: string,
): HostTensors {
  return Object.fromEntries(
    specs.map(({ name, shape }) => {
      const found = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
      if (found?.shape.join() !== shape.join()) {
        throw new RetortError({
          code: 'other-architecture',
          message: say`Expected a tensor ${name} [${shape.join(', ')}] and found ${found === undefined ? say`none` : `[${found.shape.join(', ')}]`}.`,
          where,
          next: say`Choose the checkpoint that belongs to this network, or the network that belongs to this checkpoint.`,
        });
      }
      return [name, found];
    }),
  );
}

/**
 * The variables of a network from a checkpoint file.
 * Throws `other-architecture`, and `not-finite` for weights of a training that diverged.
 */
export async function loadWeights(
  specs: readonly VariableSpec[],
  path: string,
  models: Ports['models'],
): Promise<HostTensors> {
  const weights = matching(specs, (await models.load(path)).tensors, path);
  for (const [name, { data }] of Object.entries(weights)) {
    const at = firstNotFinite(data);
    if (at === -1) continue;
    throw new RetortError({
      code: 'not-finite',
      message: say`The tensor ${name} of ${path} holds ${data[at] ?? ''} at ${at}; expected finite numbers.`,
      where: path,
      next: say`Choose another checkpoint: this one is damaged, or of a training that diverged.`,
    });
  }
  return weights;
}

/** Puts host values on the backend. The caller disposes them. */
export const upload = (values: HostTensors): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(values).map(([name, { shape, data }]) => [
      name,
      tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32'),
    ]),
  );

/** Copies tensors back to the host. */
export async function download(tensors: Tensors): Promise<HostTensors> {
  const values: Record<string, HostTensor> = {};
  for (const [name, value] of Object.entries(tensors)) {
    const data = await value.data();
    // Some backends hand out a view of their own memory.
    values[name] = {
      shape: value.shape,
      data: data instanceof Int32Array ? data.slice() : Float32Array.from(data),
    };
  }
  return values;
}

/** The part of `tensors` that the specs name. */
export const select = (
  tensors: Tensors,
  specs: readonly { readonly name: string }[],
): Record<string, Tensor> =>
  Object.fromEntries(
    specs.map(({ name }) => {
      const found = tensors[name];
      if (found === undefined) throw new Error(`There is no tensor ${name}.`);
      return [name, found];
    }),
  );

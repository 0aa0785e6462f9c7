import { RetortError } from '../../../protocol/failure.ts';
import { isRecord, kerasConfig, own, type KerasConfig } from './config.ts';
import { say } from '../../../text/say.ts';

/** A layer of a Keras 2 model that computes something. */
export interface KerasNode {
  readonly name: string;
  readonly className: string;
  readonly config: KerasConfig;
  /** Names of the layers, or of the input, that it reads. */
  readonly inputs: readonly string[];
}

export interface KerasTopology {
  /** Sizes without the batch axis; null where the file leaves one open. */
  readonly input: { readonly name: string; readonly shape: readonly (number | null)[] };
  /** Every layer after those it reads. */
  readonly nodes: readonly KerasNode[];
  /** Name of the layer whose output is the model's. */
  readonly output: string;
}

export const badModel = (message: string, where?: string): RetortError =>
  new RetortError({
    code: 'bad-layers-model',
    message: where === undefined ? `${message}.` : say`Layer ${where}: ${message}.`,
    ...(where === undefined ? {} : { where }),
    next: say`Save the model again with TensorFlow.js or convert it from Keras 2.`,
  });

export interface RawLayer {
  readonly name: string;
  readonly className: string;
  readonly config: KerasConfig;
  readonly inbound: unknown;
}

/** `class_name`, `config` and the raw layers of `model.json`, Sequential or Functional. Nothing in it is trusted. */
function rawLayers(modelJson: unknown): {
  readonly functional: boolean;
  readonly config: unknown;
  readonly layers: readonly RawLayer[];
} {
  const topology = own(modelJson, 'modelTopology');
  if (own(modelJson, 'format') === 'graph-model') {
    throw badModel(
      say`This is a graph model, which can teach but not be trained; a layers model is expected`,
    );
  }
  // Converted models wrap the topology; models saved by TensorFlow.js don't.
  const model = own(topology, 'model_config') ?? topology;
  const kind = own(model, 'class_name');
  const config = own(model, 'config');
  if (kind !== 'Sequential' && kind !== 'Functional' && kind !== 'Model') {
    throw badModel(say`The file has no Sequential or Functional model in modelTopology`);
  }
  // Sequential models of Keras before 2.2.3 have the list itself as config.
  const list = Array.isArray(config) ? config : own(config, 'layers');
  if (!Array.isArray(list) || list.length === 0) throw badModel(say`The model has no layers`);
  const layers = list.map(readLayer);
  const names = new Set<string>();
  for (const { name } of layers) {
    if (names.has(name)) throw badModel(say`the name appears twice`, name);
    names.add(name);
  }
  return { functional: kind !== 'Sequential', config, layers };
}

function readLayer(value: unknown, index: number): RawLayer {
  const config = own(value, 'config');
  const className = own(value, 'class_name');
  const name = own(config, 'name') ?? own(value, 'name');
  if (!isRecord(config) || typeof className !== 'string' || typeof name !== 'string') {
    throw badModel(say`Layer ${index} has no class_name, config or name`);
  }
  // Names become keys of records and prefixes of variables.
  if (!/^[A-Za-z0-9_.][A-Za-z0-9_./ -]{0,199}$/.test(name) || name === '__proto__') {
    throw badModel(say`Layer ${index} has the unusable name ${JSON.stringify(name.slice(0, 40))}`);
  }
  return { name, className, config: kerasConfig(config, name), inbound: own(value, 'inbound_nodes') };
}

/** Batch shape of an input without its batch axis. */
export function inputShape({ name, config }: RawLayer): readonly (number | null)[] | null {
  const shape = config.get('batch_input_shape') ?? config.get('batch_shape');
  if (shape === undefined) return null;
  const sizes: unknown[] = Array.isArray(shape) ? shape.slice(1) : [];
  if (sizes.length === 0 || sizes.length > 5) throw badModel(say`its input shape is not [null, …]`, name);
  return sizes.map((size) => {
    if (size === null) return null;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1) {
      throw badModel(say`its input shape has a size that is not a positive integer`, name);
    }
    return size;
  });
}

/** The topology of a parsed `model.json`. Throws `bad-layers-model`, `shared-layer`, `several-inputs`, `several-outputs`. */
export function readTopology(modelJson: unknown): KerasTopology {
  const raw = rawLayers(modelJson);
  return raw.functional ? functional(raw.config, raw.layers) : sequential(raw.layers);
}

function sequential(layers: readonly RawLayer[]): KerasTopology {
  const [first] = layers;
  if (first === undefined) throw badModel(say`The model has no layers`);
  const shape = inputShape(first);
  if (shape === null)
    throw badModel(say`it has no batch_input_shape, which the first layer must have`, first.name);
  const startsWithInput = first.className === 'InputLayer';
  const rest = startsWithInput ? layers.slice(1) : layers;
  const input = startsWithInput ? first.name : `${first.name}_input`;
  const nodes = rest.map(({ name, className, config }, index) => ({
    name,
    className,
    config,
    inputs: [rest[index - 1]?.name ?? input],
  }));
  return { input: { name: input, shape }, nodes, output: nodes.at(-1)?.name ?? input };
}

function functional(config: unknown, layers: readonly RawLayer[]): KerasTopology {
  const input = single(own(config, 'input_layers'), 'input');
  const output = single(own(config, 'output_layers'), 'output');
  const inputLayer = layers.find(({ name }) => name === input);
  const shape = inputLayer?.className === 'InputLayer' ? inputShape(inputLayer) : null;
  if (shape === null) throw badModel(say`it is the input but no InputLayer with batch_input_shape`, input);
  const nodes = layers
    .filter(({ name }) => name !== input)
    .map(({ name, className, config: layerConfig, inbound }) => ({
      name,
      className,
      config: layerConfig,
      inputs: reads(name, inbound),
    }));
  return { input: { name: input, shape }, nodes: ordered(nodes, input, output), output };
}

/** The one entry of `[["name", 0, 0]]`, or of `["name", 0, 0]`. */
function single(value: unknown, what: 'input' | 'output'): string {
  const list: unknown[] = Array.isArray(value) ? value : [];
  const entries: unknown[] = typeof list[0] === 'string' ? [list] : list;
  const [entry, ...rest] = entries;
  if (rest.length > 0) {
    throw new RetortError({
      code: `several-${what}s`,
      message:
        what === 'input'
          ? say`The model has ${entries.length} inputs; one is expected.`
          : say`The model has ${entries.length} outputs; one is expected.`,
      next: what === 'input' ? say`Save a model with one input.` : say`Save a model with one output.`,
    });
  }
  return reference(entry, `The model's ${what}`);
}

/** The layer named in `[name, node, tensor]`. */
function reference(value: unknown, where: string): string {
  const parts: unknown[] = Array.isArray(value) ? value : [];
  const [name, node, tensor] = parts;
  if (typeof name !== 'string') throw badModel(say`${where} names no layer`);
  if ((node ?? 0) !== 0 || (tensor ?? 0) !== 0) throw sharedLayer(name);
  return name;
}

function reads(name: string, inbound: unknown): readonly string[] {
  const calls: unknown[] = Array.isArray(inbound) ? inbound : [];
  if (calls.length > 1) throw sharedLayer(name);
  const [call] = calls;
  if (isRecord(call)) throw badModel(say`its inbound_nodes are of Keras 3; Keras 2 is expected`, name);
  if (!Array.isArray(call) || call.length === 0) throw badModel(say`it is not connected`, name);
  return call.map((entry: unknown) => reference(entry, `An input of ${name}`));
}

const sharedLayer = (name: string): RetortError =>
  new RetortError({
    code: 'shared-layer',
    message: say`Layer ${name} is used more than once or has several outputs, which can't be represented.`,
    where: name,
    next: say`Save a model in which each layer is used once.`,
  });

/** The layers that the output depends on, each after those it reads. Throws on missing layers and cycles. */
function ordered(nodes: readonly KerasNode[], input: string, output: string): readonly KerasNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const state = new Map<string, 'open' | 'done'>([[input, 'done']]);
  const result: KerasNode[] = [];
  // A stack of our own: a long chain must not overflow the engine's.
  const stack = [{ name: output, next: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const { name } = frame;
    const node = byName.get(name);
    if (state.get(name) === 'done') {
      stack.pop();
      continue;
    }
    if (node === undefined) throw badModel(say`it is read but does not exist`, name);
    const child = node.inputs[frame.next];
    if (child === undefined) {
      state.set(name, 'done');
      result.push(node);
      stack.pop();
      continue;
    }
    state.set(name, 'open');
    frame.next++;
    if (state.get(child) === 'open') throw badModel(say`it depends on its own output`, child);
    if (state.get(child) !== 'done') stack.push({ name: child, next: 0 });
  }
  return result;
}

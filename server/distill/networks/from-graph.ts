import type { Tensor } from '@tensorflow/tfjs-core';
import { RetortError } from '../../protocol/failure.ts';
import { sizeOf, type Shape, type Tensors } from '../tensors.ts';
import { readConfig } from './config.ts';
import type { LayerGraph, LayerNode } from './graph.ts';
import type { LayerDescriptor, LayerVariables } from './layers/descriptor.ts';
import { findLayer } from './layers/index.ts';
import { variable } from './layers/variables.ts';
import type { Applied, ApplyOptions, Network, VariableSpec } from './network.ts';
import { refuseTooLarge } from './too-large.ts';
import { say } from '../../text/say.ts';

interface Layer {
  readonly node: LayerNode;
  readonly descriptor: LayerDescriptor;
  readonly output: Shape;
  readonly variables: LayerVariables;
}

/**
 * A layer graph as a network. Configs are completed with their defaults; variables are named `node/variable`;
 * inputs are float32. With `classes`, the logits must have the shape [classes].
 *
 * Throws RetortErrors: `bad-graph`, `unknown-layer`, `bad-config`, `input-too-small`, `too-large`, `class-count`
 * and what layers say about their input shapes.
 */
export function fromGraph(graph: LayerGraph, options: { kind: string; classes: number | null }): Network {
  const layers = resolve(graph);
  const logits = layers.get(graph.logits);
  if (logits === undefined) throw badGraph(graph.logits, say`is to be the logits but does not exist`);
  checkClasses(logits, options.classes);
  const all = [...layers.values()];
  const prefixed = (kind: keyof LayerVariables): VariableSpec[] =>
    all.flatMap(({ node, variables }) =>
      variables[kind].map((spec) => ({ ...spec, name: `${node.name}/${spec.name}` })),
    );
  const parameters = prefixed('parameters');
  const state = prefixed('state');
  const total = [...parameters, ...state].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  refuseTooLarge(say`The network`, total);
  return {
    kind: options.kind,
    inputs: graph.inputs.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
    parameters,
    state,
    taps: tapsOf(graph),
    classes: options.classes ?? logits.output.at(-1) ?? null,
    apply: (values, stateValues, inputs, call) => run(all, { values, stateValues, inputs, call, graph }),
    layers: { ...graph, nodes: all.map(({ node }) => node) },
  };
}

/** Node by name, in order, with configs, shapes and variables worked out. */
function resolve(graph: LayerGraph): ReadonlyMap<string, Layer> {
  const shapes = new Map<string, Shape>(graph.inputs.map(({ name, shape }) => [name, shape]));
  const layers = new Map<string, Layer>();
  for (const node of graph.nodes) {
    if (shapes.has(node.name)) throw badGraph(node.name, say`appears twice`);
    const descriptor = findLayer(node.layer, node.name);
    const config: Readonly<Record<string, unknown>> = readConfig(descriptor.config, node.config, node.name);
    const inputs = node.inputs.map((input) => {
      const shape = shapes.get(input);
      if (shape === undefined) throw badGraph(node.name, say`reads ${input}, which does not come before it`);
      return shape;
    });
    if (descriptor.inputs === 'one' && inputs.length !== 1) {
      throw badGraph(node.name, say`has ${inputs.length} inputs but takes one`);
    }
    const layer = at(node.name, () => ({
      node: { ...node, config },
      descriptor,
      output: descriptor.output(config, inputs),
      variables: descriptor.variables?.(config, inputs) ?? { parameters: [], state: [] },
    }));
    refuseTooLarge(node.name, sizeOf(layer.output));
    shapes.set(node.name, layer.output);
    layers.set(node.name, layer);
  }
  return layers;
}

interface Run {
  readonly values: Tensors;
  readonly stateValues: Tensors;
  readonly inputs: Tensors;
  readonly call: ApplyOptions;
  readonly graph: LayerGraph;
}

function run(layers: readonly Layer[], { values, stateValues, inputs, call, graph }: Run): Applied {
  const outputs = new Map<string, Tensor>(graph.inputs.map(({ name }) => [name, variable(inputs, name)]));
  const output = (name: string): Tensor => {
    const found = outputs.get(name);
    if (found === undefined) throw new Error(`${name} was not computed`);
    return found;
  };
  const state: Record<string, Tensor> = { ...stateValues };
  for (const { node, descriptor, variables } of layers) {
    const own = ({ name }: VariableSpec, from: Tensors) =>
      [name, variable(from, `${node.name}/${name}`)] as const;
    const result = descriptor.apply(node.config, {
      inputs: node.inputs.map(output),
      variables: Object.fromEntries([
        ...variables.parameters.map((spec) => own(spec, values)),
        ...variables.state.map((spec) => own(spec, stateValues)),
      ]),
      training: call.training,
      draw: (shape) => call.draws.uniform(node.name, shape),
    });
    outputs.set(node.name, result.output);
    for (const [name, tensor] of Object.entries(result.state ?? {})) state[`${node.name}/${name}`] = tensor;
  }
  return { taps: Object.fromEntries(tappedNodes(graph).map(([tap, node]) => [tap, output(node)])), state };
}

/** Tap and node, in order of the nodes; the logits node also goes by `logits`. */
const tappedNodes = (graph: LayerGraph): readonly (readonly [tap: string, node: string])[] =>
  graph.nodes.flatMap(({ name, tap }) => {
    const taps = new Set([...(tap === null ? [] : [tap]), ...(name === graph.logits ? ['logits'] : [])]);
    return [...taps].map((entry) => [entry, name] as const);
  });

function tapsOf(graph: LayerGraph): readonly string[] {
  const taps = tappedNodes(graph).map(([tap]) => tap);
  const seen = new Set<string>();
  for (const tap of taps) {
    if (seen.has(tap)) throw badGraph(tap, say`names two taps`);
    seen.add(tap);
  }
  return taps;
}

function checkClasses({ node, output }: Layer, classes: number | null): void {
  if (classes === null || (output.length === 1 && output[0] === classes)) return;
  throw new RetortError({
    code: 'class-count',
    message: say`${node.name} gives [${output.join(', ')}], but the data have ${classes} classes.`,
    where: node.name,
    next: say`Let the network end in ${classes} outputs, one a class.`,
  });
}

/** Names the node in what its layer throws. */
function at<T>(where: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof RetortError) || error.where !== undefined) throw error;
    const { code, message, next } = error;
    throw new RetortError({ code, message: `${where}: ${message}`, next, where }, { cause: error });
  }
}

const badGraph = (where: string, what: string): RetortError =>
  new RetortError({
    code: 'bad-graph',
    message: say`Layer ${where} ${what}.`,
    where,
    next: say`Correct the names of the layers.`,
  });

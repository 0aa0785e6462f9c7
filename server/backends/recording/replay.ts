import { engine, tensor, tidy, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import type { Graph, Node, ValueId } from './graph.ts';

/**
 * Runs a graph node by node on the engine's current backend: the reference for whatever compiles one. `inputs` are
 * those of the graph in its order, and stay; the tensors it gives, one an output, are new and the caller's. What lies
 * between is disposed after its last use.
 */
export function replay(graph: Graph, inputs: readonly Tensor[]): Tensor[] {
  const last = lastUses(graph);
  return tidy(() => {
    const tensors = new Map<ValueId, Tensor>();
    const at = (value: ValueId): Tensor => {
      const found = tensors.get(value);
      if (!found) throw new TypeError(`The value ${value} has not been made.`);
      return found;
    };
    graph.inputs.forEach(({ value, name }, index) => {
      const input = inputs[index];
      if (!input) throw new TypeError(`The input ${name} is missing.`);
      tensors.set(value, input);
    });
    for (const [value, data] of graph.constants) {
      const { shape = [], dtype } = graph.values[value] ?? {};
      tensors.set(value, tensor(data, [...shape], dtype));
    }
    graph.nodes.forEach((node, index) => {
      runNode(node, at).forEach((made, output) => tensors.set(node.outputs[output] ?? -1, made));
      for (const value of last[index] ?? []) {
        tensors.get(value)?.dispose();
        tensors.delete(value);
      }
    });
    return outputsOf(graph, at);
  });
}

/** Lists of inputs are called by index, and kernels want them as lists. */
const isList = (names: readonly string[]): boolean =>
  names.length > 0 && names.every((name) => /^\d+$/.test(name));

/** Runs one recorded call on the engine's current backend. */
export function runNode({ kernel, inputs, attributes }: Node, at: (value: ValueId) => Tensor): Tensor[] {
  const named = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, at(value)]));
  // The engine's types know neither that kernels take lists, nor that they give them.
  const given: unknown = isList(Object.keys(named)) ? Object.values(named) : named;
  const made: Tensor | Tensor[] = engine().runKernel(
    kernel,
    given as typeof named,
    attributes as NamedAttrMap,
  );
  return Array.isArray(made) ? made : [made];
}

/** The first output with a value made here takes the tensor; another with the same value, or an input, a copy. */
function outputsOf(graph: Graph, at: (value: ValueId) => Tensor): Tensor[] {
  const taken = new Set(graph.inputs.map(({ value }) => value));
  return graph.outputs.map(({ value }) => {
    const found = at(value);
    if (taken.has(value)) return found.clone();
    taken.add(value);
    return found;
  });
}

/** Values made by nodes, and constants, that nothing after each node needs. */
function lastUses({ inputs, outputs, nodes }: Graph): readonly (readonly ValueId[])[] {
  const seen = new Set([...inputs, ...outputs].map(({ value }) => value));
  const free: ValueId[][] = nodes.map(() => []);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    if (!node) continue;
    for (const value of [...node.outputs, ...Object.values(node.inputs)]) {
      if (!seen.has(value)) free[index]?.push(value);
      seen.add(value);
    }
  }
  return free;
}

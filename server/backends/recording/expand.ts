import type { Tensor } from '@tensorflow/tfjs-core';
import type { AnyOperation } from '../../distill/operations/operation.ts';
import type { ConstantData, Graph, Node, Value, ValueId } from './graph.ts';
import { record } from './record.ts';
import { valueOf } from './values.ts';

type Compose = (inputs: Readonly<Record<string, Tensor>>, attributes: object) => readonly Tensor[];

/**
 * Puts what it is composed of in the place of each lean operation that `keep` refuses, so that a consumer needs to know
 * TensorFlow.js's own kernels only.
 */
export function expand(
  graph: Graph,
  operations: readonly AnyOperation[],
  keep: (kernel: string) => boolean,
): Graph {
  const composed = new Map(
    operations.filter(({ name }) => !keep(name)).map((operation) => [operation.name, operation]),
  );
  if (!graph.nodes.some(({ kernel }) => composed.has(kernel))) return graph;
  const values: Value[] = [...graph.values];
  const constants = new Map<ValueId, ConstantData>(graph.constants);
  const nodes: Node[] = [];
  /** An operation may give one of its inputs, or one value twice: outputs that are another value. */
  const same = new Map<ValueId, ValueId>();
  const named = (inputs: Node['inputs']): Node['inputs'] =>
    Object.fromEntries(Object.entries(inputs).map(([name, id]) => [name, same.get(id) ?? id]));
  const inline = (node: Node): void => {
    const operation = composed.get(node.kernel);
    if (operation === undefined) {
      nodes.push(node);
      return;
    }
    // The list of operations knows neither what they take nor their attributes; the node was recorded with both.
    const compose = operation.compose as Compose;
    const described = Object.fromEntries(
      Object.entries(node.inputs).map(([name, id]) => [
        name,
        values[id] ?? { shape: [], dtype: 'float32' as const },
      ]),
    );
    const inner = record(
      (inputs: Readonly<Record<string, Tensor>>) =>
        Object.fromEntries(compose(inputs, node.attributes).map((output, index) => [index, output])),
      described,
    ).graph;
    const outer = new Map<ValueId, ValueId>();
    for (const { name, value } of inner.inputs) outer.set(value, node.inputs[name] ?? 0);
    const place = (id: ValueId): ValueId => {
      const known = outer.get(id);
      if (known !== undefined) return known;
      const made = values.push(valueOf(inner, id)) - 1;
      outer.set(id, made);
      const constant = inner.constants.get(id);
      if (constant !== undefined) constants.set(made, constant);
      return made;
    };
    inner.outputs.forEach(({ value }, index) => {
      const output = node.outputs[index];
      if (output === undefined) return;
      const taken = outer.get(value);
      if (taken === undefined && !inner.constants.has(value)) outer.set(value, output);
      else same.set(output, place(value));
    });
    for (const each of inner.nodes)
      inline({
        ...each,
        inputs: Object.fromEntries(Object.entries(each.inputs).map(([name, id]) => [name, place(id)])),
        outputs: each.outputs.map(place),
      });
  };
  for (const node of graph.nodes) inline({ ...node, inputs: named(node.inputs) });
  return {
    ...graph,
    values,
    constants,
    nodes,
    outputs: graph.outputs.map(({ name, value }) => ({ name, value: same.get(value) ?? value })),
  };
}

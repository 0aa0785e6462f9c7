import type { Graph, Value, ValueId } from './graph.ts';

/** Shape and type of a value. Throws TypeError where the graph has none of that number. */
export function valueOf({ values }: Pick<Graph, 'values'>, id: ValueId): Value {
  const value = values[id];
  if (value === undefined) throw new TypeError(`The graph has no value ${id}.`);
  return value;
}

/** How many times nodes and outputs read each value; those that nothing reads are left out. */
export function uses({ nodes, outputs }: Pick<Graph, 'nodes' | 'outputs'>): ReadonlyMap<ValueId, number> {
  const times = new Map<ValueId, number>();
  const read = [
    ...nodes.flatMap(({ inputs }) => Object.values(inputs)),
    ...outputs.map(({ value }) => value),
  ];
  for (const value of read) times.set(value, (times.get(value) ?? 0) + 1);
  return times;
}

import type { ConstantData, Graph, Port, ValueId } from './graph.ts';

/** How many numbers of a constant are shown. */
const shown = 8;

/**
 * A graph as text, one line an input, constant, node and output:
 * `%4 [2,3] float32 = MatMul(a: %0, b: %1) {transposeA: false}`.
 */
export function print(graph: Graph): string {
  const described = (value: ValueId): string => {
    const { shape, dtype } = graph.values[value] ?? { shape: [], dtype: '?' };
    return `%${value} [${shape.join()}] ${dtype}`;
  };
  return [
    ...graph.inputs.map(({ name, value }) => `input ${described(value)} = ${name}`),
    ...[...graph.constants].map(([value, data]) => `constant ${described(value)} = ${numbers(data)}`),
    ...graph.nodes.map(({ kernel, inputs, attributes, outputs }) => {
      const taken = Object.entries(inputs).map(([name, value]) => `${name}: %${value}`);
      const given = Object.entries(attributes).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
      const call = `${outputs.map(described).join(', ')} = ${kernel}(${taken.join(', ')})`;
      return given.length === 0 ? call : `${call} {${given.join(', ')}}`;
    }),
    ...graph.outputs.map(({ name, value }: Port) => `output ${name} = %${value}`),
    '',
  ].join('\n');
}

function numbers(data: ConstantData): string {
  const first = Array.from(data.subarray(0, shown)).join(', ');
  return data.length > shown ? `${first}, … ${data.length} in all` : first;
}

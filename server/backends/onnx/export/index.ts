import type { Network } from '../../../distill/networks/network.ts';
import type { HostTensors } from '../../../distill/tensors.ts';
import { valueOf } from '../../recording/values.ts';
import { elementType } from '../builder.ts';
import type { Initializer, OnnxModel, OnnxNode, OnnxValue } from '../model.ts';
import { absorb } from './absorb.ts';
import { foldConstants } from './constants.ts';
import { evaluationGraph } from './evaluation.ts';
import { lowered, notExportable, type Operators } from './lowered.ts';
import { symbolic } from './symbolic.ts';
import { say } from '../../../text/say.ts';

/**
 * ONNX 1.15: the newest operators that a network may take (Gelu) came with operator set 20, and files of IR 9 are read
 * by every tool that knows it.
 */
const standard = { opsets: { '': 20 }, irVersion: 9 } as const;

/** Recording costs nothing for a large batch, and no other size of a network is likely to be one of these primes. */
const batches = [1009, 1013] as const;

/** Most bytes of a protocol buffer. */
const mostBytes = 2 ** 31 - 1;

/** What a network answers: its logits; of an encoder without classes the last hidden states and what it pools. */
export function answers({ taps }: Network): readonly string[] {
  if (taps.includes('logits')) return ['logits'];
  const last = taps.findLast((name) => name.startsWith('hidden.'));
  const found = [last, taps.find((name) => name === 'pooled')].filter((name) => name !== undefined);
  return found.length > 0 ? found : taps.slice(-1);
}

/**
 * A network in evaluation as an ONNX model of standard operators, with the weights built in. Inputs go by the
 * network's names and are laid out as the network takes them (images [batch, height, width, channels]); outputs by tap
 * (`answers`). The batch is symbolic, everything else fixed. Batch-norm is folded into the convolution or dense layer
 * before it. Initializers have the names of the network's variables; one that was computed from several has that of
 * the first (`conv/kernel`, `norm/beta`).
 *
 * Throws RetortError `not-exportable` for what ONNX has no operator for, and for more than 2 GiB.
 */
export async function exportModel(
  network: Network,
  weights: HostTensors,
  metadata: Readonly<Record<string, string>>,
): Promise<OnnxModel> {
  const { kind } = network;
  const bytes = Object.values(weights).reduce((sum, { data }) => sum + data.byteLength, 0);
  if (bytes > mostBytes)
    throw notExportable(kind, say`its ${bytes} bytes of weights don't fit into one file of 2 GiB`);
  const taps = answers(network);
  const [first, second] = batches.map((batch) => operators(network, taps, batch));
  const [input] = network.inputs;
  if (first === undefined || second === undefined || input === undefined)
    throw notExportable(kind, say`it has no input`);
  const general = symbolic({
    sizes: batches,
    recorded: [first.operators, second.operators],
    input: input.name,
    kind,
  });
  const variables = Object.entries(weights).map(([name, { shape, data }]): Initializer => {
    return { name, shape, data, type: data instanceof Int32Array ? 'int32' : 'float32' };
  });
  const folded = await foldConstants(
    { nodes: general.nodes, initializers: [...variables, ...general.initializers] },
    new Set(variables.map(({ name }) => name)),
    standard.opsets,
  );
  return {
    ...standard,
    inputs: network.inputs.map(({ name, shape, dtype }) => ({
      name,
      type: dtype,
      shape: ['batch', ...shape],
    })),
    outputs: first.outputs,
    initializers: folded.initializers,
    nodes: named(folded.nodes, new Map(taps.map((tap, index) => [general.outputs[index] ?? '', tap]))),
    metadata,
  };
}

interface Recorded {
  readonly operators: Operators;
  readonly outputs: readonly OnnxValue[];
}

function operators(network: Network, taps: readonly string[], batch: number): Recorded {
  const graph = evaluationGraph(network, taps, batch);
  const fixed = graph.inputs.filter(({ name }) => !name.startsWith('inputs/')).map(({ value }) => value);
  const outputs = graph.outputs.map(({ name, value }): OnnxValue => {
    const { shape, dtype } = valueOf(graph, value);
    if (shape[0] !== batch) throw notExportable(network.kind, say`${name} has no batch axis`);
    return { name, type: elementType(dtype), shape: ['batch', ...shape.slice(1)] };
  });
  const own = (port: string): string => port.slice(port.indexOf('/') + 1);
  return { operators: lowered(absorb(graph, new Set(fixed)), own, network.kind), outputs };
}

/** Nodes with the results under their names: that of whatever makes them, where it can have it. */
function named(nodes: readonly OnnxNode[], names: ReadonlyMap<string, string>): readonly OnnxNode[] {
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  const now = new Map<string, string>();
  const kept = nodes.filter(({ op, inputs: [from = ''], outputs: [to = ''] }) => {
    const name = names.get(to);
    if (name === undefined) return true;
    const direct = op === 'Identity' && made.has(from) && !now.has(from);
    now.set(direct ? from : to, name);
    return !direct;
  });
  const rename = (name: string): string => now.get(name) ?? name;
  const read = new Set([...names.values(), ...kept.flatMap(({ inputs }) => inputs.map(rename))]);
  return kept.map((node) => {
    const outputs = node.outputs.map(rename);
    // LayerNormalization would give its statistics too.
    const last = outputs.findLastIndex((name) => read.has(name));
    return { ...node, inputs: node.inputs.map(rename), outputs: outputs.slice(0, last + 1) };
  });
}

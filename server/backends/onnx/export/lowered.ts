import { RetortError } from '../../../protocol/failure.ts';
import type { Graph } from '../../recording/graph.ts';
import { Builder } from '../builder.ts';
import { findLowering } from '../lower/index.ts';
import type { Initializer, OnnxNode } from '../model.ts';
import { say } from '../../../text/say.ts';

/** A recorded evaluation pass in ONNX's operators, for the batch size that it was recorded with. */
export interface Operators {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  /** Name of each output of the graph, in its order. */
  readonly outputs: readonly string[];
}

/** `named` says what each input of the graph is called. Throws RetortError `not-exportable`. */
export function lowered(graph: Graph, named: (port: string) => string, kind: string): Operators {
  const builder = new Builder(graph, { block: null, standard: true });
  for (const { name, value } of graph.inputs) builder.set(value, named(name));
  for (const node of graph.nodes) {
    const lowering = findLowering(node.kernel);
    if (lowering === undefined || lowering.lower(node, builder) === false)
      throw notExportable(kind, say`ONNX has nothing for ${node.kernel}`);
  }
  const outputs = graph.outputs.map(({ value }) => builder.copy(builder.get(value)));
  const foreign = builder.nodes.find(({ domain }) => domain !== '');
  if (foreign !== undefined)
    throw notExportable(kind, say`${foreign.op} is an operator of ONNX Runtime's own`);
  return { nodes: builder.nodes, initializers: builder.initializers, outputs };
}

/** A network that has no ONNX model. `why` is a clause. */
export const notExportable = (kind: string, why: string): RetortError =>
  new RetortError({
    code: 'not-exportable',
    message: say`A ${kind} network can't be an ONNX model: ${why}.`,
    next: say`Export it as safetensors, and report this with the recipe.`,
  });

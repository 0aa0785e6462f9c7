import type { TensorTree, Tree } from '../../distill/backend.ts';
import type { Value } from './graph.ts';
import { simplify } from './simplify.ts';
import { trace, type Traced } from './trace.ts';

/**
 * What `run` does to inputs of these shapes and types, as data: nodes that an output needs, each once. `inputs` has the
 * names that `Inputs` has, and tensors (of which only shape and type count) or descriptions. Tensors that `run` uses and that are not among its inputs become constants.
 *
 * Throws `no-values` where it reads a value, `shape-unknown` where it uses an op that can't be recorded.
 */
export function record<Inputs extends TensorTree>(
  run: (inputs: Inputs) => TensorTree,
  inputs: Inputs | Tree<Value>,
): Traced {
  const traced = trace(run, inputs, 'constant');
  return { ...traced, graph: simplify(traced.graph) };
}

import * as tf from '@tensorflow/tfjs-core';
import type { Compile } from '../../server/distill/backend.ts';
import { leaves } from '../../server/distill/tensors.ts';
import { withValues, type Outcome } from './evaluate.ts';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Tensors by their place in a list, as compiled functions take and give them. */
export const numbered = (tensors: readonly tf.Tensor[]): Tensors =>
  Object.fromEntries(tensors.map((tensor, index) => [String(index), tensor]));

/** What a function gives when a backend has compiled it, by the path of each output. Leaves no tensor behind. */
export async function compiled<Inputs extends object>(
  compile: Compile,
  run: (inputs: Inputs) => object,
  inputs: Inputs,
): Promise<Readonly<Record<string, Outcome>>> {
  const program = compile(run, { name: 'test' });
  const outputs = await program.run(inputs);
  const read = leaves(outputs).map(({ path, tensor }) => [path.join('/'), withValues(tensor)] as const);
  tf.dispose(leaves(outputs).map(({ tensor }) => tensor));
  program.dispose();
  return Object.fromEntries(read);
}

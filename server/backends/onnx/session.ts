import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sameShape, sizeOf } from '../../distill/tensors.ts';
import type { Value } from '../recording/graph.ts';
import { elementType } from './builder.ts';

/** Numbers of a tensor in the memory that sessions read and write in place. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

export interface SessionOptions {
  readonly threads: number;
  /** Level of ONNX Runtime's own rewriting; it costs time when a session is made. */
  readonly optimise: 'all' | 'basic' | 'disabled';
}

/** A session on one model, given as bytes or by its file's path. Rejects with what ONNX Runtime says. */
export function openSession(
  model: Uint8Array | string,
  { threads, optimise }: SessionOptions,
): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    graphOptimizationLevel: optimise,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Memory planned ahead for a whole run takes half as much again as memory taken and given back node by node.
    enableMemPattern: false,
    // Level of errors: its warnings are about rewriting that it leaves out.
    logSeverityLevel: 3,
    // Waiting threads that spin take the processor from whoever shares it.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  return typeof model === 'string'
    ? InferenceSession.create(model, options)
    : InferenceSession.create(model, options);
}

/** Memory for a value. */
export function allocate({ shape, dtype }: Value): Numbers {
  const size = sizeOf(shape);
  switch (elementType(dtype)) {
    case 'int32':
      return new Int32Array(size);
    case 'bool':
      return new Uint8Array(size);
    default:
      return new Float32Array(size);
  }
}

const wrapped = new WeakMap<Numbers, Tensor>();

/** ONNX Runtime's tensor around memory of ours; the same one for the same memory. */
export function around(numbers: Numbers, { shape, dtype }: Value): Tensor {
  const known = wrapped.get(numbers);
  if (known !== undefined && sameShape(known.dims, shape)) return known;
  const made =
    dtype === 'bool'
      ? new Tensor('bool', numbers as Uint8Array, [...shape])
      : numbers instanceof Int32Array
        ? new Tensor('int32', numbers, [...shape])
        : new Tensor('float32', numbers as Float32Array, [...shape]);
  wrapped.set(numbers, made);
  return made;
}

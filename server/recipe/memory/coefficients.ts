/** What bytes that a plan counts become in the worker's resident memory on a backend. Measured: docs/performance.md. */
export interface Coefficients {
  /** Of the process without anything of the plan: Node.js, TensorFlow.js, the backend's library, the loader's thread. */
  readonly processBytes: number;
  /** `compiled`: a session a function and signature, freed by last use. `eager`: freed scope by scope. */
  readonly execution: 'compiled' | 'eager';
  /** For each byte of tensors inside a function at its peak. */
  readonly activations: number;
  /** The same for several backward passes in one function, which are not computed in the order they were recorded in. */
  readonly branches: number;
  /** Whether a tensor has memory of its own on the backend, beside the numbers that it was made of. */
  readonly copies: boolean;
  /** For each byte that trains, beside itself: gradients on their way to the update, weights turned for the gradient. */
  readonly trained: number;
  /** For each byte of weights that are built into a session, as long as it is there. */
  readonly constants: number;
  /** The same while the session is made. */
  readonly opening: number;
  /** For each kernel call of a session. */
  readonly nodeBytes: number;
}

const mebibyte = 2 ** 20;

/** Everything is there once, and disposed when the scope around it ends; a heap of JavaScript or WebAssembly never shrinks. */
const eager = {
  execution: 'eager',
  activations: 1.1,
  branches: 1.1,
  copies: true,
  trained: 0,
  constants: 0,
  opening: 0,
  nodeBytes: 0,
} as const;

const coefficients = {
  onnx: {
    // ONNX Runtime's library and its own heaps are in it.
    processBytes: 245 * mebibyte,
    execution: 'compiled',
    // The arena of a session keeps its high-water mark; blocks are rounded up, in-place operators make up for it.
    activations: 1,
    branches: 1.6,
    copies: false,
    trained: 4,
    // ONNX Runtime's own copy, one in the layout of its kernels, and what the arena holds of both.
    constants: 2.3,
    // The model as bytes, which it is read from.
    opening: 1,
    nodeBytes: 20 * 1024,
  },
  wasm: { processBytes: 220 * mebibyte, ...eager },
  cpu: { processBytes: 220 * mebibyte, ...eager, copies: false },
} as const satisfies Readonly<Record<string, Coefficients>>;

/** Those of a backend; of the default where it was never measured. */
export const coefficientsOf = (backend: string): Coefficients =>
  (coefficients as Readonly<Record<string, Coefficients>>)[backend] ?? coefficients.onnx;

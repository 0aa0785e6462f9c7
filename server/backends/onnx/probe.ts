import { encode } from './model.ts';
import { around, openSession } from './session.ts';

let known: Promise<number | null> | null = null;

/**
 * Block size of ONNX Runtime's blocked layout on this processor (16 with AVX-512, else 8), or null where this build
 * lacks the layout's operators. Found once a process with a session of one node, which takes some 30 ms.
 */
export const probeBlock = (): Promise<number | null> => (known ??= probe());

async function probe(): Promise<number | null> {
  const shape = [1, 4, 1, 1];
  const model = encode({
    inputs: [{ name: 'x', type: 'float32', shape }],
    outputs: [{ name: 'y' }],
    initializers: [],
    nodes: [
      {
        op: 'ReorderInput',
        domain: 'com.microsoft.nchwc',
        inputs: ['x'],
        outputs: ['y'],
        attributes: {},
      },
    ],
    opsets: { '': 20, 'com.microsoft.nchwc': 1 },
  });
  try {
    const session = await openSession(model, { threads: 1, optimise: 'basic' });
    const { y } = await session.run({ x: around(Float32Array.of(1, 2, 3, 4), { shape, dtype: 'float32' }) });
    await session.release();
    // The channels come out filled up to a whole block.
    const block = y?.dims[1] ?? 0;
    return block > 4 ? block : null;
  } catch {
    // A build without these operators refuses the model.
    return null;
  }
}

import type { Lowering } from '../builder.ts';

/** Every kernel that ONNX Runtime runs for us. */
export const lowerings: readonly Lowering[] = [];

const byKernel = new Map(lowerings.map((lowering) => [lowering.kernel, lowering]));

export const findLowering = (kernel: string): Lowering | undefined => byKernel.get(kernel);

import type { LayerNode } from '../graph.ts';

/** A 3 × 3 (or 1 × 1) convolution without bias and its batch-norm, padded on all sides alike as PyTorch does. */
export const convNorm = (
  name: { readonly conv: string; readonly norm: string },
  input: string,
  { filters, size, stride }: { readonly filters: number; readonly size: 1 | 3; readonly stride: 1 | 2 },
): readonly LayerNode[] => [
  {
    name: name.conv,
    layer: 'conv',
    config: { filters, size, strides: stride, padding: (size - 1) / 2, bias: false },
    inputs: [input],
    tap: null,
  },
  {
    name: name.norm,
    layer: 'batch-norm',
    config: { convention: 'pytorch' },
    inputs: [name.conv],
    tap: null,
  },
];

export const relu = (name: string, input: string, tap: string | null): LayerNode => ({
  name,
  layer: 'activation',
  config: { function: 'relu' },
  inputs: [input],
  tap,
});

export interface BasicBlock {
  /** Prefix of its nodes and name of its output. */
  readonly name: string;
  readonly input: string;
  readonly filters: number;
  readonly stride: 1 | 2;
  /** A 1 × 1 convolution with batch-norm in the shortcut, where size or channels change (option B). */
  readonly projected: boolean;
  /** Tap of the output, after ReLU; `<tap>.pre-relu` is the sum before it. Null for none. */
  readonly tap: string | null;
}

/**
 * Two 3 × 3 convolutions with batch-norm and a shortcut around them, added before the last ReLU:
 * [height, width, channels] → [height / stride, width / stride, filters].
 *
 * Source: He et al. 2015, Deep residual learning for image recognition, figure 2 and section 4.2.
 */
export function basicBlock({
  name,
  input,
  filters,
  stride,
  projected,
  tap,
}: BasicBlock): readonly LayerNode[] {
  const part = (kind: string, which: string): string => `${name}.${kind}-${which}`;
  const pair = (which: string) => ({ conv: part('conv', which), norm: part('norm', which) });
  const sum: LayerNode = {
    name: `${name}.add`,
    layer: 'add',
    config: {},
    inputs: [part('norm', 'b'), projected ? part('norm', 'shortcut') : input],
    tap: tap === null ? null : `${tap}.pre-relu`,
  };
  return [
    ...convNorm(pair('a'), input, { filters, size: 3, stride }),
    relu(part('relu', 'a'), part('norm', 'a'), null),
    ...convNorm(pair('b'), part('relu', 'a'), { filters, size: 3, stride: 1 }),
    ...(projected ? convNorm(pair('shortcut'), input, { filters, size: 1, stride }) : []),
    sum,
    relu(name, sum.name, tap),
  ];
}

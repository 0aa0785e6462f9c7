import type { Margin } from './conv.ts';

/** One axis of a convolution: `size` input places, `outputs` output places, `taps` taps. */
export interface Axis {
  readonly size: number;
  readonly outputs: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the first input place. */
  readonly before: number;
}

/** The gradient at input places `phase`, `phase + stride`, …: a plain convolution of dy with some of the taps. */
export interface Phase {
  /** First tap and the number of them, `stride` apart; none where no output looks at these places. */
  readonly first: number;
  readonly count: number;
  readonly margin: Margin;
}

/**
 * The input gradient of a strided convolution, without multiplying by the zeros between strides. Output r looks at
 * input i through tap k where i + before = stride·r + dilation·k. For places i = stride·a + phase, with stride or
 * dilation 1, the taps k = first + stride·j look at r = a + shift − dilation·j: a convolution of dy, flipped.
 * Each phase covers ⌈size / stride⌉ places; those beyond `size` are to be cut off.
 */
export function phases({ size, outputs, taps, stride, dilation, before }: Axis): readonly Phase[] {
  const places = Math.ceil(size / stride);
  return Array.from({ length: stride }, (_, phase) => {
    const first = (phase + before) % stride;
    const shift = Math.floor((phase + before) / stride);
    const count = Math.max(Math.ceil((taps - first) / stride), 0);
    const reach = (count - 1) * dilation;
    return { first, count, margin: { before: reach - shift, after: places + shift - outputs } };
  });
}

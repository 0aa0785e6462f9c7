import type { Builder } from '../../builder.ts';
import type { HeldPhases, Phases } from '../../held.ts';
import type { Axis, Geometry } from '../geometry.ts';
import { backwardFilter } from './filters.ts';
import { convInputs, nchwc, up, type BlockedSize } from './nchwc.ts';

/** Which taps see the places first, first + stride, … of an axis, in which order, and the margins dy needs. */
interface Phase {
  readonly taps: readonly number[];
  readonly before: number;
  readonly after: number;
}

/**
 * At stride s a place of the input is seen by every s-th tap only, so the gradient falls into s phases an axis, each a
 * convolution of stride 1 by its taps in the opposite order.
 */
function phasesOf({ size, outputs, taps, stride, before: zeros }: Axis): readonly Phase[] {
  return Array.from({ length: stride }, (_, place) => {
    const first = (place + zeros) % stride;
    const skipped = (place + zeros - first) / stride;
    const seen = Array.from(
      { length: Math.max(Math.ceil((taps - first) / stride), 0) },
      (_, index) => first + index * stride,
    ).reverse();
    const before = seen.length - 1 - skipped;
    return { taps: seen, before, after: Math.ceil(size / stride) - outputs - before + seen.length - 1 };
  });
}

/** Cuts rows and columns off a blocked image; [top, left, bottom, right] are 0 or negative. */
export function cropped(
  builder: Builder,
  x: string,
  { batch, channels, height, width, block }: BlockedSize,
  [top, left, bottom, right]: readonly [number, number, number, number],
): string {
  if (top === 0 && left === 0 && bottom === 0 && right === 0) return x;
  const rows = builder.reshape(x, [(batch * channels) / block, height, width * block]);
  const pads = builder.ints([0, top, left * block, 0, bottom, right * block]);
  const cut = builder.emit('Pad', [rows, pads]);
  return builder.reshape(cut, [batch, channels, height + top + bottom, width + left + right]);
}

/** One image of all phases, as large as `size`. */
export function interleaved(builder: Builder, phases: Phases, size: BlockedSize): string {
  const { block } = size;
  const [down, across] = [phases.length, phases[0]?.length ?? 1];
  const [height, width] = [Math.ceil(size.height / down), Math.ceil(size.width / across)];
  const blocks = (size.batch * size.channels) / block;
  const shape = [size.batch, size.channels, height, width];
  const zero = (): string => builder.emit('Expand', [builder.float(0), builder.ints(shape)]);
  const join = (parts: readonly string[], each: readonly number[], axis: number): string =>
    parts.length === 1
      ? (parts[0] ?? '')
      : builder.emit(
          'Concat',
          parts.map((part) => builder.reshape(part, each)),
          { axis },
        );
  const rows = phases.map((row) =>
    join(
      row.map((phase) => phase ?? zero()),
      [blocks, height, width, block],
      3,
    ),
  );
  const all = join(rows, [blocks, height, width * across * block], 2);
  const whole = { ...size, height: height * down, width: width * across };
  const image =
    down * across === 1 ? all : builder.reshape(all, [size.batch, size.channels, whole.height, whole.width]);
  return cropped(builder, image, whole, [0, 0, size.height - whole.height, size.width - whole.width]);
}

interface Backward {
  /** Blocked. */
  readonly dy: string;
  /** [kh, kw, in, out] */
  readonly filter: string;
  readonly geometry: Geometry;
}

/** The gradient of a convolution by its input, whatever the stride; held so that another gradient can be added. */
export function inputGradient(
  builder: Builder,
  { dy, filter, geometry }: Backward,
  block: number,
): HeldPhases {
  const { batch, channels, outChannels, rows, columns } = geometry;
  const outer = {
    batch,
    channels: up(outChannels, block),
    height: rows.outputs,
    width: columns.outputs,
    block,
  };
  const phase = (down: Phase, across: Phase, sum: string | null): string | null => {
    const [kh, kw] = [down.taps.length, across.taps.length];
    if (kh * kw === 0) return sum;
    const margins = [down.before, across.before, down.after, across.after] as const;
    const [top, left, bottom, right] = margins;
    const low = (zeros: number): number => Math.min(zeros, 0);
    const image = cropped(builder, dy, outer, [low(top), low(left), low(bottom), low(right)]);
    const taps = { rows: down.taps, columns: across.taps };
    const turned = backwardFilter(builder, filter, geometry, { block, taps });
    return nchwc(builder, 'Conv', convInputs(image, turned, undefined, sum ?? undefined), {
      kernel_shape: [kh, kw],
      strides: [1, 1],
      dilations: [1, 1],
      pads: margins.map((zeros) => Math.max(zeros, 0)),
    });
  };
  return {
    kind: 'phases',
    strides: [rows.stride, columns.stride],
    emit: (sums) =>
      phasesOf(rows).map((down, i) =>
        phasesOf(columns).map((across, j) => phase(down, across, sums?.[i]?.[j] ?? null)),
      ),
    join: (phases) =>
      interleaved(builder, phases, {
        batch,
        channels: up(channels, block),
        height: rows.size,
        width: columns.size,
        block,
      }),
  };
}

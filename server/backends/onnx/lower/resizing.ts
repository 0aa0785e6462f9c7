import type { Lowering } from '../builder.ts';
import { lowering, type Call } from './call.ts';

interface Resizing {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly size: readonly [number, number];
}

type Kind = 'linear' | 'nearest';

/** ONNX's words for how places of the large image lie on the small one. */
const coordinates = ({ alignCorners, halfPixelCenters }: Resizing): string =>
  alignCorners ? 'align_corners' : halfPixelCenters ? 'half_pixel' : 'asymmetric';

const resize = (kernel: string, mode: Kind): Lowering =>
  lowering<Resizing>(kernel, (call) => {
    const { builder, attributes, output } = call;
    const [batch = 1, height = 1, width = 1, channels = 1] = output.shape;
    const transformation = coordinates(attributes);
    const sizes = builder.ints([batch, channels, height, width]);
    const images = call.read('images', 'nchw');
    const name = builder.emit('Resize', [images, '', '', sizes], {
      mode,
      coordinate_transformation_mode: transformation,
      nearest_mode: transformation === 'asymmetric' ? 'floor' : 'round_prefer_ceil',
    });
    call.give(name, 'nchw');
  });

interface Line {
  readonly from: number;
  readonly to: number;
}

/** How much of each place [from] of a line is in each place [to] of the resized one, row by row of `to`. */
function shares({ from, to }: Line, { alignCorners, halfPixelCenters }: Resizing, kind: Kind): Float32Array {
  const table = new Float32Array(to * from);
  const add = (row: number, column: number, share: number): void => {
    const index = row * from + column;
    table[index] = (table[index] ?? 0) + share;
  };
  const scale = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  for (let place = 0; place < to; place++) {
    const centre = halfPixelCenters ? scale * (place + 0.5) - 0.5 : scale * place;
    if (kind === 'nearest') {
      const nearest = alignCorners || halfPixelCenters ? Math.floor(centre + 0.5) : Math.floor(centre);
      add(place, Math.min(Math.max(nearest, 0), from - 1), 1);
      continue;
    }
    const low = Math.max(Math.floor(centre), 0);
    const rest = Math.max(centre - low, 0);
    add(place, low, 1 - rest);
    add(place, Math.min(from - 1, low + 1), rest);
  }
  return table;
}

/** Resizing is a matrix for the rows and one for the columns; its gradient is their transposes. */
const backward = (kernel: string, kind: Kind): Lowering =>
  lowering<Resizing>(kernel, (call: Call<Resizing>) => {
    const { builder, attributes, output } = call;
    const [, height = 1, width = 1] = output.shape;
    const [, highHeight = 1, highWidth = 1] = call.value('dy').shape;
    const across = shares({ from: width, to: highWidth }, attributes, kind);
    const down = shares({ from: height, to: highHeight }, attributes, kind);
    const turned = Float32Array.from(
      down,
      (_, index) => down[(index % highHeight) * height + Math.floor(index / highHeight)] ?? 0,
    );
    const narrow = builder.emit('MatMul', [
      call.read('dy', 'nchw'),
      builder.float([...across], [highWidth, width]),
    ]);
    call.give(builder.emit('MatMul', [builder.float([...turned], [height, highHeight]), narrow]), 'nchw');
  });

/** Images of another size, and the gradients. */
export const resizing: readonly Lowering[] = [
  resize('ResizeBilinear', 'linear'),
  resize('ResizeNearestNeighbor', 'nearest'),
  backward('ResizeBilinearGrad', 'linear'),
  backward('ResizeNearestNeighborGrad', 'nearest'),
];

import { sizeOf } from '../../../distill/tensors.ts';
import type { Lowering } from '../builder.ts';
import { blockedBatchNorm, blockedBatchNormGrad, runsBlocked } from './blocked/batch-norm.ts';
import { lowering, type Call } from './call.ts';

interface Epsilon {
  readonly epsilon: number;
}

/** How the operators see values [..., channels]: images with channels first, anything else as rows. */
function view(call: Call<unknown>) {
  const { builder } = call;
  const { shape } = call.value('x');
  const channels = shape.at(-1) ?? 1;
  const count = sizeOf(shape) / channels;
  return shape.length === 4
    ? {
        count,
        axes: builder.ints([0, 2, 3]),
        perChannel: [channels, 1, 1],
        read: (name: string) => call.read(name, 'nchw'),
        give: (name: string) => {
          call.give(name, 'nchw');
        },
      }
    : {
        count,
        axes: builder.ints([0]),
        perChannel: [channels],
        read: (name: string) => builder.reshape(call.read(name), [count, channels]),
        give: (name: string) => {
          call.give(builder.reshape(name, shape));
        },
      };
}

/** Batch normalisation in training. */
export const batchNorm: readonly Lowering[] = [
  // Half the time of the composition. Momentum 0 makes what ONNX calls running statistics those of the batch. ONNX
  // Runtime writes them over the running statistics that it is given, inputs of the graph as well: these are scratch.
  lowering<Epsilon>('BatchNorm', (call) => {
    if (runsBlocked(call)) {
      blockedBatchNorm(call);
      return;
    }
    const { read, give } = view(call);
    const affine = [call.read('scale'), call.read('offset')];
    // Of this node alone, which a number of its own sees to: two that share their scale would share it too.
    const scratch = affine.map((name, index) => {
      const own = call.builder.float(call.builder.nodes.length + index + 1);
      return call.builder.emit('Mul', [call.builder.emit('Sub', [name, name]), own]);
    });
    const [y = '', mean = '', variance = ''] = call.builder.emitAll(
      'BatchNormalization',
      [read('x'), ...affine, ...scratch],
      { epsilon: { float: call.attributes.epsilon }, momentum: { float: 0 }, training_mode: 1 },
      { outputs: 3 },
    );
    give(y);
    call.giveAt(1, () => mean);
    call.giveAt(2, () => variance);
  }),
  /**
   * dx = a·dy + b·(x − mean) + c with a number a channel each, of which the operator for given statistics does the
   * part with x; Σ dy·(x − mean) as Σ dy·x − mean·Σ dy saves passing over x once more.
   */
  lowering<Epsilon>('BatchNormGrad', (call) => {
    if (runsBlocked(call)) {
      blockedBatchNormGrad(call);
      return;
    }
    const { builder } = call;
    const { count, axes, perChannel, read, give } = view(call);
    const [x, dy, mean, scale] = [read('x'), read('dy'), call.read('mean'), call.read('scale')];
    const two = (op: string, a: string, b: string): string => builder.emit(op, [a, b]);
    const sum = (name: string): string => builder.emit('ReduceSum', [name, axes], { keepdims: 0 });
    const share = builder.float(-1 / count);
    const variance = two('Add', call.read('variance'), builder.float(call.attributes.epsilon));
    const inverse = builder.emit('Reciprocal', [builder.emit('Sqrt', [variance])]);
    const doffset = sum(dy);
    const dscale = two('Mul', two('Sub', sum(two('Mul', dy, x)), two('Mul', mean, doffset)), inverse);
    call.giveAt(1, () => dscale);
    call.giveAt(2, () => doffset);
    const a = two('Mul', scale, inverse);
    const shared = two('Mul', a, share);
    const b = two('Mul', shared, two('Mul', inverse, dscale));
    const one = builder.emit('Expand', [builder.float(1), builder.ints(call.value('scale').shape)]);
    const alongX = builder.emit('BatchNormalization', [x, b, two('Mul', shared, doffset), mean, one], {
      epsilon: { float: 0 },
    });
    give(two('Add', two('Mul', dy, builder.reshape(a, perChannel)), alongX));
  }),
];

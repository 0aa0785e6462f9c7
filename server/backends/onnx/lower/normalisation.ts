import type { Lowering } from '../builder.ts';
import { lowering } from './call.ts';
import { elementwise } from './placement.ts';

/** Batch normalisation by given statistics: (x − mean) / √(variance + ε) · scale + offset. */
export const normalisation: readonly Lowering[] = [
  lowering<{ readonly varianceEpsilon: number }>('FusedBatchNorm', (call) => {
    const { builder, attributes, output } = call;
    const channels = output.shape.at(-1) ?? 1;
    const statistics = ['mean', 'variance', 'scale', 'offset'].filter((name) => call.has(name));
    const lists = statistics.every((name) => call.value(name).shape.length === 1);
    const each = (value: number): string => builder.float(Array.from({ length: channels }, () => value));
    const given = (name: string, otherwise: number): string =>
      call.has(name) ? call.read(name) : each(otherwise);
    const epsilon = attributes.varianceEpsilon;
    if (lists && builder.layouts(call.id('x')).has('nchw')) {
      const inputs = [given('scale', 1), given('offset', 0), call.read('mean'), call.read('variance')];
      const x = call.read('x', 'nchw');
      call.give(builder.emit('BatchNormalization', [x, ...inputs], { epsilon: { float: epsilon } }), 'nchw');
      return;
    }
    const deviation = builder.emit('Sqrt', [
      builder.emit('Add', [call.read('variance'), builder.float(epsilon)]),
    ]);
    const factor = builder.emit('Div', [given('scale', 1), deviation]);
    const shift = builder.emit('Sub', [given('offset', 0), builder.emit('Mul', [call.read('mean'), factor])]);
    // Each broadcasts to the shape of x as the statistics do.
    const shape = call.value('mean').shape;
    const small = [factor, shift].map((name) => ({ name, shape }));
    elementwise(call, [call.id('x'), ...small], (x, by = '', plus = '') =>
      builder.emit('Add', [builder.emit('Mul', [x, by]), plus]),
    );
  }),
];

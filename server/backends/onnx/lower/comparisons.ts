import type { Lowering } from '../builder.ts';
import { lowering, type Call } from './call.ts';

interface Divergence {
  readonly form: 'kl' | 'cross-entropy';
}

/** Logarithms of the probabilities that the logits of a side give at its temperature. */
function logProbabilities(call: Call<unknown>, side: 'from' | 'to'): string {
  const { builder } = call;
  const scaled = builder.emit('Div', [call.read(side), call.read(`${side}Temperature`)]);
  return builder.emit('LogSoftmax', [scaled], { axis: -1 });
}

/** log p − log q, or −log q. */
const surprise = ({ builder, attributes }: Call<Divergence>, logP: string, logQ: string): string =>
  attributes.form === 'kl' ? builder.emit('Sub', [logP, logQ]) : builder.emit('Neg', [logQ]);

/** A value a row as a column beside the rows. */
const column = (call: Call<unknown>, name: string): string =>
  call.builder.reshape(name, [...call.value('from').shape.slice(0, -1), 1]);

/** Lean operations that compare distributions over classes. */
export const comparisons: readonly Lowering[] = [
  lowering<{ readonly smoothing: number }>('SoftmaxCrossEntropy', (call) => {
    const { builder, attributes, output } = call;
    const { smoothing } = attributes;
    const classes = call.value('logits').shape.at(-1) ?? 1;
    const labels = call.read('labels');
    const log = builder.emit('LogSoftmax', [call.read('logits')], { axis: -1 });
    call.giveAt(0, () => {
      const places = builder.reshape(labels, [...output.shape, 1]);
      const hit = builder.reshape(
        builder.emit('GatherElements', [log, places], { axis: output.shape.length }),
        output.shape,
      );
      if (smoothing === 0) return builder.emit('Neg', [hit]);
      const all = builder.emit('ReduceMean', [log, builder.ints([-1])], { keepdims: 0 });
      return builder.emit('Add', [
        builder.emit('Mul', [hit, builder.float(smoothing - 1)]),
        builder.emit('Mul', [all, builder.float(-smoothing)]),
      ]);
    });
    call.giveAt(1, () => {
      const spread = smoothing / classes;
      const depth = builder.constant(Int32Array.of(classes), [1], 'int32');
      const values = builder.float([spread, 1 - smoothing + spread]);
      const target = builder.emit('OneHot', [labels, depth, values], { axis: -1 });
      return builder.emit('Sub', [builder.emit('Exp', [log]), target]);
    });
  }),
  lowering<Divergence>('SoftmaxDivergence', (call) => {
    const { builder } = call;
    const logP = logProbabilities(call, 'from');
    const logQ = logProbabilities(call, 'to');
    const p = builder.emit('Exp', [logP]);
    call.giveAt(0, () => {
      const terms = builder.emit('Mul', [p, surprise(call, logP, logQ)]);
      return builder.emit('ReduceSum', [terms, builder.ints([-1])], { keepdims: 0 });
    });
    call.giveAt(1, () => builder.emit('Sub', [builder.emit('Exp', [logQ]), p]));
  }),
  lowering<Divergence>('SoftmaxDivergenceGrad', (call) => {
    const { builder } = call;
    const logP = logProbabilities(call, 'from');
    const logQ = logProbabilities(call, 'to');
    const excess = builder.emit('Sub', [surprise(call, logP, logQ), column(call, call.read('value'))]);
    const slope = builder.emit('Div', [call.read('dy'), call.read('fromTemperature')]);
    const inner = builder.emit('Mul', [builder.emit('Exp', [logP]), excess]);
    call.give(builder.emit('Mul', [inner, column(call, slope)]));
  }),
];

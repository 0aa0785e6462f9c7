import { microsoft, type Builder, type Lowering } from '../builder.ts';
import { lowering, type Call } from './call.ts';
import { elementwise } from './placement.ts';

interface Form {
  readonly form: 'erf' | 'tanh';
}

/** Matrices times matrices times a number, in one node. */
function scaled(
  { builder }: Call<unknown>,
  names: readonly [string, string],
  { alpha, transA = 0, transB = 0 }: { alpha: number; transA?: 0 | 1; transB?: 0 | 1 },
): string {
  const attributes = { alpha: { float: alpha }, transA, transB };
  return builder.emit('FusedMatMul', names, attributes, { domain: microsoft });
}

/** (1 + x)/2 for |x| ≤ 1, in one node. */
const half = (builder: Builder, x: string): string =>
  builder.emit('HardSigmoid', [x], { alpha: { float: 0.5 }, beta: { float: 0.5 } });

/**
 * Φ(x) + x·φ(x). With a = x/√2: Φ = (1 + erf a)/2 and x·φ = x/√(2π) / exp(a²), which is 0 where the exponential is
 * infinite.
 */
function normalSlope(builder: Builder, x: string): string {
  const a = builder.emit('Mul', [x, builder.float(Math.SQRT1_2)]);
  const phi = half(builder, builder.emit('Erf', [a]));
  const growth = builder.emit('Exp', [builder.emit('Mul', [a, a])]);
  const scaledX = builder.emit('Mul', [x, builder.float(1 / Math.sqrt(2 * Math.PI))]);
  return builder.emit('Add', [phi, builder.emit('Div', [scaledX, growth])]);
}

/** Φ + x·Φ′ for Φ = (1 + tanh u)/2, u = √(2/π)·(x + 0.044715·x³): Φ′ = 2·Φ·(1 − Φ)·u′. */
function tanhSlope(builder: Builder, x: string): string {
  const [slope, cubic] = [Math.sqrt(2 / Math.PI), 0.044715];
  const squares = builder.emit('Mul', [x, x]);
  const plus = (name: string, by: number, offset: number): string =>
    builder.emit('Add', [builder.emit('Mul', [name, builder.float(by)]), builder.float(offset)]);
  const u = builder.emit('Mul', [x, plus(squares, slope * cubic, slope)]);
  const phi = half(builder, builder.emit('Tanh', [u]));
  const spread = builder.emit('Sub', [phi, builder.emit('Mul', [phi, phi])]);
  const inner = builder.emit('Mul', [x, plus(squares, 6 * slope * cubic, 2 * slope)]);
  return builder.emit('Add', [phi, builder.emit('Mul', [spread, inner])]);
}

const gelu: readonly Lowering[] = [
  lowering<Form>('Gelu', (call) => {
    const approximate = call.attributes.form === 'tanh' ? 'tanh' : 'none';
    elementwise(call, [call.id('x')], (x) => call.builder.emit('Gelu', [x], { approximate }));
  }),
  lowering<Form>('GeluGrad', (call) => {
    const { builder, attributes } = call;
    const slope = attributes.form === 'erf' ? normalSlope : tanhSlope;
    elementwise(call, [call.id('x'), call.id('dy')], (x, dy = '') =>
      builder.emit('Mul', [dy, slope(builder, x)]),
    );
  }),
];

// Its gradient is left to its composition: fewer passes over the memory took more nodes, and as long.
const layerNorm: readonly Lowering[] = [
  lowering<{ readonly epsilon: number }>('LayerNorm', (call) => {
    const names = call.builder.emitAll(
      'LayerNormalization',
      ['x', 'scale', 'offset'].map((name) => call.read(name)),
      { axis: -1, epsilon: { float: call.attributes.epsilon } },
      { outputs: 3 },
    );
    names.forEach((name, index) => {
      call.giveAt(index, () => name);
    });
  }),
];

const attention: readonly Lowering[] = [
  lowering<{ readonly scale: number }>('AttentionScores', (call) => {
    const { builder, attributes } = call;
    const names = [call.read('query'), call.read('key')] as const;
    const scores = scaled(call, names, { alpha: attributes.scale, transB: 1 });
    call.give(call.has('mask') ? builder.emit('Add', [scores, call.read('mask')]) : scores);
  }),
  lowering<{ readonly scale: number }>('AttentionScoresGrad', (call) => {
    const alpha = call.attributes.scale;
    const dy = call.read('dy');
    call.giveAt(0, () => scaled(call, [dy, call.read('key')], { alpha }));
    call.giveAt(1, () => scaled(call, [dy, call.read('query')], { alpha, transA: 1 }));
  }),
];

const norms: readonly Lowering[] = [
  lowering('SquaredNorm', (call) => {
    call.give(call.builder.emit('ReduceSumSquare', [call.read('x')], { keepdims: 0 }));
  }),
];

/** Lean operations on rows of features: what transformers are made of. */
export const rows: readonly Lowering[] = [...gelu, ...layerNorm, ...attention, ...norms];

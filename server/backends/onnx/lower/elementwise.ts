import type { DataType } from '@tensorflow/tfjs-core';
import { elementType, type Lowering } from '../builder.ts';
import type { Attribute } from '../model.ts';
import { joinAdd, joinMultiply, joinRelu } from './blocked/joins.ts';
import { reluGrad } from './blocked/relu-grad.ts';
import { Call, lowering } from './call.ts';
import { elementwise as place } from './placement.ts';

type Emit = (call: Call, ...operands: string[]) => string;

/** A kernel of one tensor. */
const unary = (kernel: string, emit: Emit, types: readonly DataType[] = ['float32']): Lowering =>
  lowering(kernel, (call) => {
    if (!types.includes(call.value('x').dtype)) return false;
    place(call, [call.id('x')], (x) => emit(call, x));
  });

/** A kernel of two tensors that broadcast. */
const binary = (kernel: string, emit: Emit, types: readonly DataType[] = ['float32', 'int32']): Lowering =>
  lowering(kernel, (call) => {
    if (!types.includes(call.value('a').dtype)) return false;
    place(call, [call.id('a'), call.id('b')], (a, b) => emit(call, a, b));
  });

/** One node of ONNX. */
const one =
  (op: string, attributes: Readonly<Record<string, Attribute>> = {}): Emit =>
  ({ builder }, ...operands) =>
    builder.emit(op, operands, attributes);

const numbers: readonly DataType[] = ['float32', 'int32'];
const every: readonly DataType[] = [...numbers, 'bool'];

const unaries: readonly Lowering[] = [
  ...[
    ...[
      'Acos',
      'Acosh',
      'Asin',
      'Asinh',
      'Atan',
      'Atanh',
      'Ceil',
      'Cos',
      'Cosh',
      'Elu',
      'Erf',
      'Exp',
      'Floor',
    ],
    ...['Log', 'Reciprocal', 'Round', 'Selu', 'Sigmoid', 'Sin', 'Sinh', 'Softplus', 'Sqrt', 'Tan', 'Tanh'],
  ].map((kernel) => unary(kernel, one(kernel))),
  ...['Abs', 'Neg', 'Sign'].map((kernel) => unary(kernel, one(kernel), numbers)),
  unary('Square', ({ builder }, x) => builder.emit('Mul', [x, x]), numbers),
  // Absolute errors of one unit in the last place of 1, as XNNPACK's: nothing here takes tiny differences apart.
  unary('Expm1', ({ builder }, x) => builder.emit('Sub', [builder.emit('Exp', [x]), builder.float(1)])),
  unary('Log1p', ({ builder }, x) => builder.emit('Log', [builder.emit('Add', [x, builder.float(1)])])),
  unary('Rsqrt', ({ builder }, x) => builder.emit('Reciprocal', [builder.emit('Sqrt', [x])])),
  unary('Relu6', ({ builder }, x) => builder.emit('Clip', [x, builder.float(0), builder.float(6)])),
  unary('IsNan', one('IsNaN')),
  unary('IsInf', one('IsInf')),
  unary('IsFinite', ({ builder }, x) =>
    builder.emit('Less', [builder.emit('Abs', [x]), builder.float(Infinity)]),
  ),
  unary('LogicalNot', one('Not'), ['bool']),
  lowering<{ readonly clipValueMin: number; readonly clipValueMax: number }>('ClipByValue', (call) => {
    const { clipValueMin, clipValueMax } = call.attributes;
    const [low, high] = [clipValueMin, clipValueMax].map((bound) => call.scalar(bound, call.output));
    place(call, [call.id('x')], (x) => call.builder.emit('Clip', [x, low ?? '', high ?? '']));
  }),
  lowering<{ readonly alpha: number }>('LeakyRelu', (call) => {
    const alpha = { float: call.attributes.alpha };
    place(call, [call.id('x')], (x) => call.builder.emit('LeakyRelu', [x], { alpha }));
  }),
  // TensorFlow.js gives NaN for NaN, this alpha: the gradient of ReLU, where x has then been NaN in the loss before.
  lowering<{ readonly alpha: number }>('Step', (call) => {
    const { builder, output, attributes } = call;
    const zero = call.scalar(0, call.value('x'));
    place(call, [call.id('x')], (x) => {
      const above = builder.emit('Greater', [x, zero]);
      return attributes.alpha === 0
        ? builder.cast(above, elementType(output.dtype))
        : builder.emit('Where', [above, call.scalar(1, output), call.scalar(attributes.alpha, output)]);
    });
  }),
];

const comparison = (kernel: string, op: string, types: readonly DataType[] = numbers): Lowering =>
  binary(kernel, one(op), types);

const binaries: readonly Lowering[] = [
  binary('Sub', one('Sub')),
  binary('RealDiv', one('Div'), ['float32']),
  binary('Pow', one('Pow')),
  binary('Maximum', one('Max')),
  binary('Minimum', one('Min')),
  binary('SquaredDifference', ({ builder }, a, b) => {
    const difference = builder.emit('Sub', [a, b]);
    return builder.emit('Mul', [difference, difference]);
  }),
  // The remainder has the sign of the divisor; ONNX has that for whole numbers only.
  binary('Mod', ({ builder, output }, a, b) => {
    if (output.dtype === 'int32') return builder.emit('Mod', [a, b]);
    const rest = builder.emit('Mod', [a, b], { fmod: 1 });
    return builder.emit('Mod', [builder.emit('Add', [rest, b]), b], { fmod: 1 });
  }),
  binary('FloorDiv', (call, a, b) => {
    const { builder } = call;
    if (call.value('a').dtype === 'float32')
      return builder.cast(builder.emit('Floor', [builder.emit('Div', [a, b])]), 'int32');
    return builder.emit('Div', [builder.emit('Sub', [a, builder.emit('Mod', [a, b])]), b]);
  }),
  comparison('Equal', 'Equal', every),
  binary('NotEqual', ({ builder }, a, b) => builder.emit('Not', [builder.emit('Equal', [a, b])]), every),
  comparison('Greater', 'Greater'),
  comparison('GreaterEqual', 'GreaterOrEqual'),
  comparison('Less', 'Less'),
  comparison('LessEqual', 'LessOrEqual'),
  comparison('LogicalAnd', 'And', ['bool']),
  comparison('LogicalOr', 'Or', ['bool']),
];

/** Every value of the output is one number. */
const filled = (kernel: string, value: number): Lowering =>
  lowering(kernel, (call) => {
    call.builder.repeat(call.result, { name: call.scalar(value, call.output), shape: [] });
  });

/** A kernel that may be done in the convolution which makes its input. */
const joining = (join: (call: Call) => boolean, { kernel, lower }: Lowering): Lowering => ({
  kernel,
  lower: (node, builder) => (join(new Call(node, builder)) ? undefined : lower(node, builder)),
});

/** One operation an element of the output. */
export const elementwise: readonly Lowering[] = [
  ...unaries,
  ...binaries,
  joining(joinRelu, unary('Relu', one('Relu'))),
  joining(joinAdd, binary('Add', one('Add'))),
  joining(joinMultiply, binary('Multiply', one('Mul'))),
  reluGrad,
  filled('ZerosLike', 0),
  filled('OnesLike', 1),
  lowering('Prelu', (call) => {
    place(call, [call.id('x'), call.id('alpha')], (x, alpha) => call.builder.emit('PRelu', [x, alpha]));
  }),
  // dy · (y + 1) where y < 0, as y = exp(x) − 1 there.
  lowering('EluGrad', (call) => {
    const { builder } = call;
    place(call, [call.id('dy'), call.id('y')], (dy, y) =>
      builder.emit('Mul', [
        dy,
        builder.emit('Add', [builder.emit('Min', [y, builder.float(0)]), builder.float(1)]),
      ]),
    );
  }),
  lowering('Select', (call) => {
    const { builder, output } = call;
    if (output.dtype === 'bool') return false;
    place(call, [call.id('condition'), call.id('t'), call.id('e')], (...three) =>
      builder.emit('Where', three),
    );
  }),
  lowering('AddN', (call) => {
    if (joinAdd(call)) return;
    place(call, call.ids, (...terms) => call.builder.emit('Sum', terms));
  }),
  lowering('Cast', (call) => {
    const { builder, output } = call;
    if (call.value('x').dtype === output.dtype) builder.share(call.result, call.id('x'));
    else place(call, [call.id('x')], (x) => builder.cast(x, elementType(output.dtype)));
  }),
];

import {
  broadcast_util,
  upcastType,
  type DataType,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { each, family, kernel, moved, type Inference, type X } from './kernel.ts';

interface Pair {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

const broadcast = (a: TensorInfo, b: TensorInfo): number[] =>
  broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);

const unary = [
  ...[
    'Abs',
    'Acos',
    'Acosh',
    'Asin',
    'Asinh',
    'Atan',
    'Atanh',
    'Ceil',
    'ClipByValue',
    'Cos',
    'Cosh',
    'Elu',
    'Erf',
  ],
  ...[
    'Exp',
    'Expm1',
    'Floor',
    'LeakyRelu',
    'Log',
    'Log1p',
    'Neg',
    'Reciprocal',
    'Relu',
    'Relu6',
    'Round',
    'Rsqrt',
  ],
  ...['Selu', 'Sigmoid', 'Sign', 'Sin', 'Sinh', 'Softplus', 'Sqrt', 'Square', 'Step', 'Tan', 'Tanh'],
];
const arithmetic = [
  'Add',
  'Sub',
  'Multiply',
  'RealDiv',
  'Pow',
  'Maximum',
  'Minimum',
  'SquaredDifference',
  'Mod',
  'Atan2',
];
const comparisons = [
  'Equal',
  'NotEqual',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
];

/** One operation an element of the output. */
export const elementwise: readonly Inference[] = [
  ...family<X>(unary, ({ x }) => each(x.shape, x.dtype)),
  ...family<X>(['IsNan', 'IsInf', 'IsFinite', 'LogicalNot'], ({ x }) => each(x.shape, 'bool')),
  ...family<Pair>(arithmetic, ({ a, b }) => each(broadcast(a, b), a.dtype)),
  ...family<Pair>(comparisons, ({ a, b }) => each(broadcast(a, b), 'bool')),
  kernel<Pair>('FloorDiv', ({ a, b }) => each(broadcast(a, b), 'int32')),
  kernel<X & { readonly alpha: TensorInfo }>('Prelu', ({ x, alpha }) => each(broadcast(x, alpha), x.dtype)),
  kernel<{ readonly dy: TensorInfo }>('EluGrad', ({ dy }) => each(dy.shape, 'float32', 2)),
  kernel<{ readonly t: TensorInfo; readonly e: TensorInfo }>('Select', ({ t, e }) =>
    each(t.shape, upcastType(t.dtype, e.dtype)),
  ),
  kernel<NamedTensorInfoMap>('AddN', (inputs) => {
    const terms = Object.values(inputs);
    return each(terms[0]?.shape ?? [], terms[0]?.dtype ?? 'float32', terms.length - 1);
  }),
  kernel<X, { readonly dtype: DataType }>('Cast', ({ x }, { dtype }) => moved(x.shape, dtype)),
  ...family<X>(['ZerosLike', 'OnesLike'], ({ x }) => moved(x.shape, x.dtype)),
];

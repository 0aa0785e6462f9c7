import * as tf from '@tensorflow/tfjs-core';
import { positive, type Binary, type Case, type Domain, type Unary } from './case.ts';

const unary = (name: string, run: Unary, domain: Domain = {}): Case => ({
  name,
  inputs: [{ shape: [3, 5], ...domain }],
  run: (x) => run(x),
});

/** Ops of one tensor, element by element. */
export const elementwise: readonly Case[] = [
  unary('relu', tf.relu),
  unary('relu6', tf.relu6, { from: -3, to: 9 }),
  unary('leakyRelu', (x) => tf.leakyRelu(x, 0.1)),
  unary('elu', tf.elu),
  unary('selu', tf.selu),
  unary('sigmoid', tf.sigmoid),
  unary('tanh', tf.tanh),
  unary('softplus', tf.softplus),
  unary('gelu by erf', (x) => tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))))),
  unary('square', tf.square),
  unary('sqrt', tf.sqrt, positive),
  unary('rsqrt', tf.rsqrt, positive),
  unary('reciprocal', tf.reciprocal, positive),
  unary('exp', tf.exp),
  unary('expm1', tf.expm1),
  unary('log', tf.log, positive),
  unary('log1p', tf.log1p, positive),
  unary('abs', tf.abs),
  unary('neg', tf.neg),
  unary('sign', tf.sign),
  unary('step', (x) => tf.step(x)),
  unary('floor', tf.floor, { from: -3, to: 3 }),
  unary('round', tf.round, { from: -3, to: 3 }),
  unary('sin', tf.sin),
  unary('cos', tf.cos),
  unary('clipByValue', (x) => tf.clipByValue(x, -0.5, 0.5)),
  unary('zerosLike', tf.zerosLike),
  unary('onesLike', tf.onesLike),
  unary('clone', (x) => tf.clone(x)),
  unary('cast to int32 and back', (x) => tf.cast(tf.cast(tf.mul(x, 5), 'int32'), 'float32')),
];

const shapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[3, 5], [5]],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [[4], []],
];

/** TensorFlow.js does not reduce these ops' gradients over broadcast axes, on any backend. */
const sameShape = shapes.slice(0, 1);

const binary = (name: string, run: Binary, domain: Domain = {}, pairs = shapes): readonly Case[] =>
  pairs.map(([a, b]) => ({
    name: `${name} of [${a.join(', ')}] and [${b.join(', ')}]`,
    inputs: [
      { shape: a, ...domain },
      { shape: b, ...domain },
    ],
    run: (x, y) => run(x, y),
  }));

const comparison = (name: string, run: Binary): Case => ({
  name,
  inputs: [{ shape: [3, 5] }, { shape: [5] }],
  run: (x, y) => tf.cast(run(x, y), 'float32'),
  gradient: false,
});

/** Ops of two tensors that broadcast. */
export const binaries: readonly Case[] = [
  ...binary('add', tf.add),
  ...binary('sub', tf.sub),
  ...binary('mul', tf.mul),
  ...binary('div', tf.div, positive),
  ...binary('pow', tf.pow, positive),
  ...binary('maximum', tf.maximum, {}, sameShape),
  ...binary('minimum', tf.minimum, {}, sameShape),
  ...binary('squaredDifference', tf.squaredDifference, {}, sameShape),
  comparison('equal', tf.equal),
  comparison('notEqual', tf.notEqual),
  comparison('greater', tf.greater),
  comparison('greaterEqual', tf.greaterEqual),
  comparison('less', tf.less),
  comparison('lessEqual', tf.lessEqual),
  comparison('logicalAnd', (a, b) => tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0))),
  comparison('logicalOr', (a, b) => tf.logicalOr(tf.greater(a, 0), tf.greater(b, 0))),
  comparison('logicalNot', (a) => tf.logicalNot(tf.greater(a, 0))),
  comparison('isNaN, isFinite', (a, b) => tf.logicalOr(tf.isNaN(tf.div(a, tf.relu(b))), tf.isFinite(a))),
];

import type { Builder, Lowering } from '../builder.ts';
import { activate, type Activation } from './activations.ts';
import { blockedFilterGradient, blockedForward, blockedInputGradient } from './blocked/convolutions.ts';
import { lowering, type Call } from './call.ts';
import { depthwiseFilterGradient, filterGradient } from './filter-gradient.ts';
import {
  backwardAttributes,
  convolutionGeometry,
  flippedMargin,
  forwardAttributes,
  type Geometry,
  type Window,
} from './geometry.ts';

/** Weights of ONNX's Conv [out, in, kh, kw] from TensorFlow.js's filter [kh, kw, in, out]. */
const weights = (builder: Builder, filter: string): string =>
  builder.emit('Transpose', [filter], { perm: [3, 2, 0, 1] });

/** The same of a depthwise filter [kh, kw, channels, multiplier]: one input channel each. */
function depthwiseWeights(
  builder: Builder,
  filter: string,
  { channels, outChannels, rows, columns }: Geometry,
) {
  const turned = builder.emit('Transpose', [filter], { perm: [2, 3, 0, 1] });
  return outChannels === channels
    ? turned
    : builder.reshape(turned, [outChannels, 1, rows.taps, columns.taps]);
}

const forward = (kernel: string, depthwise: boolean): Lowering =>
  lowering<Window & Activation>(kernel, (call) => {
    const { builder, attributes } = call;
    if (attributes.dataFormat === 'NCHW') return false;
    const geometry = convolutionGeometry(
      call.value('x').shape,
      call.value('filter').shape,
      attributes,
      depthwise,
    );
    // Biases and activations of fused kernels are evaluation's, which ONNX Runtime rewrites itself.
    if (kernel === 'Conv2D' && blockedForward(call, geometry)) return;
    const filter = call.read('filter');
    const inputs = [
      call.read('x', 'nchw'),
      depthwise ? depthwiseWeights(builder, filter, geometry) : weights(builder, filter),
      ...(call.has('bias') ? [builder.reshape(call.read('bias'), [geometry.outChannels])] : []),
    ];
    const group = depthwise ? geometry.channels : 1;
    const convolved = builder.emit('Conv', inputs, { ...forwardAttributes(geometry), group });
    const result = activate(builder, convolved, attributes);
    if (result === null) return false;
    call.give(result, 'nchw');
  });

/** A filter [kh, kw, …] with its taps in the opposite order. */
function flipped(builder: Builder, filter: string, { rows, columns }: Geometry): string {
  if (rows.taps * columns.taps === 1) return filter;
  const ends = builder.ints([-(2 ** 31), -(2 ** 31)]);
  return builder.emit('Slice', [
    filter,
    builder.ints([-1, -1]),
    ends,
    builder.ints([0, 1]),
    builder.ints([-1, -1]),
  ]);
}

interface Backward {
  readonly dy: string;
  readonly filter: string;
  readonly geometry: Geometry;
  readonly depthwise: boolean;
}

/** The input's gradient: at stride 1 a convolution with the flipped filter, which is faster than ConvTranspose. */
export function inputGradient(builder: Builder, { dy, filter, geometry, depthwise }: Backward): string {
  const rows = flippedMargin(geometry.rows);
  const columns = flippedMargin(geometry.columns);
  const group = depthwise ? geometry.channels : 1;
  if (rows === null || columns === null) {
    const turned = depthwise ? depthwiseWeights(builder, filter, geometry) : weights(builder, filter);
    return builder.emit('ConvTranspose', [dy, turned], { ...backwardAttributes(geometry), group });
  }
  const turned = builder.emit('Transpose', [flipped(builder, filter, geometry)], { perm: [2, 3, 0, 1] });
  return builder.emit('Conv', [dy, turned], {
    group,
    kernel_shape: [geometry.rows.taps, geometry.columns.taps],
    dilations: [geometry.rows.dilation, geometry.columns.dilation],
    pads: [rows[0], columns[0], rows[1], columns[1]],
  });
}

const byInput = (kernel: string, depthwise: boolean): Lowering =>
  lowering<Window>(kernel, (call) => {
    const { builder, attributes, output } = call;
    if (attributes.dataFormat === 'NCHW') return false;
    const geometry = convolutionGeometry(output.shape, call.value('filter').shape, attributes, depthwise);
    if (!depthwise && blockedInputGradient(call, geometry)) return;
    const dy = call.read('dy', 'nchw');
    call.give(inputGradient(builder, { dy, filter: call.read('filter'), geometry, depthwise }), 'nchw');
  });

const byFilter = (kernel: string, depthwise: boolean): Lowering =>
  lowering<Window>(kernel, (call: Call<Window>) => {
    const { builder, attributes, output } = call;
    if (attributes.dataFormat === 'NCHW') return false;
    const geometry = convolutionGeometry(call.value('x').shape, output.shape, attributes, depthwise);
    if (!depthwise && blockedFilterGradient(call, geometry)) return;
    const gradient = depthwise ? depthwiseFilterGradient : filterGradient;
    const images = { x: call.read('x', 'nchw'), dy: call.read('dy', 'nchw') };
    call.give(builder.reshape(gradient(builder, images, geometry), output.shape));
  });

/** Convolutions and their gradients, on images in [batch, channels, height, width]. */
export const convolutions: readonly Lowering[] = [
  forward('Conv2D', false),
  forward('FusedConv2D', false),
  forward('DepthwiseConv2dNative', true),
  forward('FusedDepthwiseConv2D', true),
  byInput('Conv2DBackpropInput', false),
  byInput('DepthwiseConv2dNativeBackpropInput', true),
  byFilter('Conv2DBackpropFilter', false),
  byFilter('DepthwiseConv2dNativeBackpropFilter', true),
];

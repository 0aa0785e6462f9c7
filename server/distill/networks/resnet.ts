import Type from 'typebox';
import { RetortError } from '../../protocol/failure.ts';
import { optional } from '../schema.ts';
import type { Shape } from '../tensors.ts';
import { basicBlock, convNorm, relu } from './blocks/basic-block.ts';
import { readConfig } from './config.ts';
import { classCount, imageInput, imageShape } from './context.ts';
import { fromGraph } from './from-graph.ts';
import type { LayerGraph, LayerNode } from './graph.ts';
import type { Initialiser, NetworkDescriptor, VariableSpec } from './network.ts';
import { say } from '../../text/say.ts';

const channels = Type.Integer({ minimum: 1, maximum: 8192 });

const config = Type.Object(
  {
    depth: Type.Integer({
      minimum: 8,
      maximum: 1202,
      examples: [20],
      description: '6 n + 2: n blocks of two convolutions in each of three stages',
    }),
    width: optional(
      Type.Integer({
        minimum: 1,
        maximum: 64,
        default: 1,
        description: 'Stages of 16, 32 and 64 channels times this; the stem has 16, or 32 when wider',
      }),
    ),
    widths: optional(
      Type.Union([Type.Array(channels, { minItems: 4, maxItems: 4 }), Type.Null()], {
        default: null,
        description: 'Channels of stem and stages, in place of width',
      }),
    ),
  },
  { additionalProperties: false },
);

/**
 * The CIFAR residual networks in RepDistiller's layouts: resnet20 is `{ depth: 20 }`, resnet8x4
 * `{ depth: 8, width: 4 }`. Stages 2 and 3 halve the image; padding is PyTorch's. Taps `stem`, `stage.1` … `stage.3`
 * (after ReLU), `stage.1.pre-relu` … (the sums before it), `pooled`, `logits`.
 */
export const resnet: NetworkDescriptor = {
  kind: 'resnet',
  summary: 'Residual network for small images: three stages of basic blocks.',
  sources: [
    'He et al. 2015, Deep residual learning for image recognition, section 4.2',
    'HobbitLong/RepDistiller, models/resnet.py',
  ],
  config,
  build: (given, context) => {
    const { depth, width, widths } = readConfig(config, given, 'resnet');
    if (depth % 6 !== 2) throw badDepth(depth);
    const sizes = widths ?? [Math.min(16 * width, 32), 16 * width, 32 * width, 64 * width];
    const classes = classCount(context);
    const nodes = residualNodes(sizes, (depth - 2) / 6, classes);
    const graph: LayerGraph = {
      inputs: [{ name: imageInput, shape: imageShape(context) }],
      nodes,
      logits: 'logits',
    };
    const network = fromGraph(graph, { kind: 'resnet', classes });
    const features = sizes.at(-1) ?? 1;
    return {
      ...network,
      parameters: network.parameters.map((spec) => ({ ...spec, initialiser: initialiser(spec, features) })),
    };
  },
};

function residualNodes(sizes: readonly number[], blocks: number, classes: number): readonly LayerNode[] {
  const [stem = 16, ...stages] = sizes;
  const nodes = [
    ...convNorm({ conv: 'stem.conv', norm: 'stem.norm' }, imageInput, { filters: stem, size: 3, stride: 1 }),
    relu('stem', 'stem.norm', 'stem'),
  ];
  let last = { name: 'stem', filters: stem };
  stages.forEach((filters, index) => {
    const stage = `stage.${index + 1}`;
    for (let block = 1; block <= blocks; block++) {
      const name = `${stage}.block.${block}`;
      const stride = index > 0 && block === 1 ? 2 : 1;
      const projected = stride !== 1 || last.filters !== filters;
      const tap = block === blocks ? stage : null;
      nodes.push(...basicBlock({ name, input: last.name, filters, stride, projected, tap }));
      last = { name, filters };
    }
  });
  return [
    ...nodes,
    { name: 'pooled', layer: 'global-average-pool', config: {}, inputs: [last.name], tap: 'pooled' },
    { name: 'logits', layer: 'dense', config: { units: classes }, inputs: ['pooled'], tap: 'logits' },
  ];
}

/** As RepDistiller begins: convolutions by He et al. 2015 with the fan out, the classifier as PyTorch's `Linear` does. */
function initialiser({ name, shape, initialiser }: VariableSpec, features: number): Initialiser {
  if (name.startsWith('logits/')) return { kind: 'uniform', limit: 1 / Math.sqrt(features) };
  return shape.length === 4 ? { kind: 'normal', deviation: Math.sqrt(2 / fanOut(shape)) } : initialiser;
}

/** Filters times the size of the window, of a kernel [height, width, inputs, filters]. */
const fanOut = ([height = 1, width = 1, , filters = 1]: Shape): number => height * width * filters;

const badDepth = (depth: number): RetortError =>
  new RetortError({
    code: 'bad-config',
    message: say`resnet: depth ${depth} is not 6 n + 2: three stages of n blocks, two convolutions each, and two layers around them.`,
    where: 'resnet',
    next: say`Use ${Math.max(8, depth - ((depth + 4) % 6))} or ${depth + 6 - ((depth + 4) % 6)}.`,
  });

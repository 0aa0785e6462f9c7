import Type, { type TObject } from 'typebox';
import { RetortError } from '../../protocol/failure.ts';
import { optional } from '../schema.ts';
import { chain, type Link } from './chain.ts';
import { readConfig } from './config.ts';
import { imageShape } from './context.ts';
import { fromGraph } from './from-graph.ts';
import { layers } from './layers/index.ts';
import type { NetworkDescriptor } from './network.ts';
import { say } from '../../text/say.ts';

const name = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
  maxLength: 100,
  description: 'Name of its tap and prefix of its variables; default `conv.1`, `dense.2`, … by kind',
});

/** The entry of a layer in a recipe: its own keys, `layer` and `name`. */
const entry = (layer: string, config: TObject): TObject =>
  Type.Object(
    { layer: Type.Literal(layer), name: optional(name), ...config.properties },
    { additionalProperties: false },
  );

const usable = layers.filter(({ inputs }) => inputs === 'one');

const config = Type.Object(
  {
    layers: Type.Array(Type.Union(usable.map((descriptor) => entry(descriptor.layer, descriptor.config))), {
      minItems: 1,
      maxItems: 1000,
    }),
  },
  { additionalProperties: false },
);

/** What `build` looks at before each layer checks its own keys: a union's error would not say which key is wrong. */
const outline = Type.Object(
  {
    layers: Type.Array(
      Type.Object({ layer: Type.String(), name: Type.Optional(name) }, { additionalProperties: true }),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  { additionalProperties: false },
);

/** Layers one after another, declared in the recipe. Every layer's output is a tap by its name, the last is `logits`. */
export const sequence: NetworkDescriptor = {
  kind: 'sequence',
  summary: 'Layers one after another, declared in the recipe.',
  sources: [],
  config,
  build: (given, context) => {
    const { layers: entries } = readConfig(outline, given, 'sequence');
    const counts = new Map<string, number>();
    const links = entries.map(({ layer, name, ...config }, index): Link => {
      const count = (counts.get(layer) ?? 0) + 1;
      counts.set(layer, count);
      const own = name ?? `${layer}.${count}`;
      checkKind(layer, own);
      return { name: own, layer, config, tap: index === entries.length - 1 ? 'logits' : own };
    });
    refuseSoftmax(links.at(-1));
    return fromGraph(chain(imageShape(context), links), { kind: 'sequence', classes: context.classes });
  },
};

function checkKind(layer: string, where: string): void {
  if (!layers.some((known) => known.layer === layer && known.inputs === 'several')) return;
  throw new RetortError({
    code: 'several-inputs',
    message: say`${where}: ${layer} joins several layers, but in a sequence each layer has one input.`,
    where,
    next: say`Leave it out, or use a layers-model.`,
  });
}

function refuseSoftmax(last: Link | undefined): void {
  if (last?.layer !== 'activation' || last.config.function !== 'softmax') return;
  throw new RetortError({
    code: 'softmax-output',
    message: say`${last.name}: the network ends in a softmax, but losses work on logits.`,
    where: last.name,
    next: say`Leave the softmax out.`,
  });
}

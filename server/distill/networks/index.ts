import { find } from '../find.ts';
import { bert } from './bert.ts';
import { huggingface } from './huggingface.ts';
import { layersModel } from './layers-model.ts';
import { lenet5 } from './lenet5.ts';
import { mlp } from './mlp.ts';
import type { NetworkDescriptor } from './network.ts';
import { resnet } from './resnet.ts';
import { sequence } from './sequence.ts';

/** Every kind of network. */
export const networks: readonly NetworkDescriptor[] = [
  mlp,
  lenet5,
  resnet,
  bert,
  sequence,
  layersModel,
  huggingface,
];

/** The network of a recipe's `network.kind`. Throws `unknown-network`. */
export const findNetwork = (kind: string): NetworkDescriptor =>
  find('network', kind, networks, (network) => network.kind);

import { RetortError } from '../../protocol/failure.ts';
import { layersModel } from './layers-model.ts';
import { lenet5 } from './lenet5.ts';
import { mlp } from './mlp.ts';
import type { NetworkDescriptor } from './network.ts';
import { sequence } from './sequence.ts';

/** Every kind of network. */
export const networks: readonly NetworkDescriptor[] = [mlp, lenet5, sequence, layersModel];

/** The network of that kind; `unknown-network` otherwise. */
export function findNetwork(kind: string): NetworkDescriptor {
  const found = networks.find((network) => network.kind === kind);
  if (found !== undefined) return found;
  throw new RetortError({
    code: 'unknown-network',
    message: `There is no network "${kind}".`,
    where: kind,
    next: `Use one of ${networks.map((network) => network.kind).join(', ')}.`,
  });
}

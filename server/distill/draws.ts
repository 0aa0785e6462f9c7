import { fill, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { Draws, Network } from './networks/network.ts';
import { uniforms } from './random.ts';
import { sizeOf, type Shape, type Tensors } from './tensors.ts';

/** Draws are made outside the step, so a step can be replayed; inside it they are inputs, by site. */

export interface DrawSite {
  readonly site: string;
  readonly shape: Shape;
}

/** For passes that draw nothing: evaluation. */
export const noDraws: Draws = {
  uniform(site) {
    throw new Error(`The site ${site} draws outside training.`);
  },
};

/** Hands out the tensors that were made for this step. */
export const givenDraws = (draws: Tensors, prefix: string): Draws => ({
  uniform(site) {
    const found = draws[`${prefix}${site}`];
    if (found === undefined) throw new Error(`No draws were made for the site ${site}.`);
    return found;
  },
});

/**
 * Finds the sites of a network by running it once in training mode on zeros. Shapes include the batch axis. Where there
 * are only shapes, the zeros have no numbers either: a batch that would not fit in memory can be looked at.
 */
export function drawSites(network: Network, batch: number): readonly DrawSite[] {
  const sites: DrawSite[] = [];
  tidy(() => {
    const empty = (specs: readonly { readonly name: string; readonly shape: Shape }[]) =>
      Object.fromEntries(specs.map(({ name, shape }) => [name, fill([...shape], 0)]));
    const inputs = Object.fromEntries(
      network.inputs.map(({ name, shape, dtype }) => [name, fill([batch, ...shape], 0, dtype)]),
    );
    network.apply(empty(network.parameters), empty(network.state), inputs, {
      training: true,
      draws: {
        uniform(site, shape) {
          sites.push({ site, shape });
          return fill([...shape], 0);
        },
      },
    });
  });
  return sites;
}

/** Uniform numbers in [0, 1) for every site of a step. The caller disposes them. */
export function makeDraws(
  sites: readonly DrawSite[],
  key: { readonly seed: number; readonly stage: number; readonly step: number },
): Record<string, Tensor> {
  return Object.fromEntries(
    sites.map(({ site, shape }) => [
      site,
      tensor(uniforms({ ...key, site: `draw/${site}` }, sizeOf(shape)), [...shape], 'float32'),
    ]),
  );
}

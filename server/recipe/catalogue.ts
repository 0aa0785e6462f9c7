import { sources } from '../distill/data/index.ts';
import { losses } from '../distill/losses/index.ts';
import { networks } from '../distill/networks/index.ts';
import { optimizers } from '../distill/optimizers/index.ts';
import { projections } from '../distill/projections/index.ts';
import type { LossDescriptor } from '../distill/losses/descriptor.ts';
import type { NetworkDescriptor } from '../distill/networks/network.ts';
import type { OptimizerDescriptor } from '../distill/optimizers/descriptor.ts';
import type { ProjectionDescriptor } from '../distill/projections/descriptor.ts';
import type { SourceDescriptor } from '../distill/data/descriptor.ts';

/** What a recipe can name: the trainer's descriptors. The schema, the checks and the plan are derived from it. */
export interface Catalogue {
  readonly losses: readonly LossDescriptor[];
  readonly networks: readonly NetworkDescriptor[];
  readonly sources: readonly SourceDescriptor[];
  readonly optimizers: readonly OptimizerDescriptor[];
  readonly projections: readonly ProjectionDescriptor[];
}

/** All that this version can do. */
export const builtIn: Catalogue = { losses, networks, sources, optimizers, projections };

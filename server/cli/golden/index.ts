import type { Adapter } from './adapter.ts';
import { atAdapter } from './at.ts';
import { convRegAdapter, hintAdapter } from './hint.ts';
import { kdAdapter } from './kd.ts';
import {
  cwsmAdapter,
  flswAdapter,
  logitStdAdapter,
  meanLogitsAdapter,
  mftAdapter,
  probabilityShiftAdapter,
} from './kd-variants.ts';

/** One line a method that is built. Cases of other methods are skipped. */
const adapters: readonly Adapter[] = [
  kdAdapter,
  logitStdAdapter,
  mftAdapter,
  flswAdapter,
  cwsmAdapter,
  probabilityShiftAdapter,
  meanLogitsAdapter,
  hintAdapter,
  convRegAdapter,
  atAdapter,
];

/** The adapter of a method, or undefined when the method isn't built. */
export const findAdapter = (method: string): Adapter | undefined =>
  adapters.find(({ methods }) => methods.includes(method));

import { find } from '../find.ts';
import { at } from './at.ts';
import type { LossDescriptor } from './descriptor.ts';
import { hard } from './hard.ts';
import { hint } from './hint.ts';
import { kd } from './kd.ts';
import { kdCwsm } from './kd-cwsm.ts';
import { kdFlsw } from './kd-flsw.ts';
import { kdLogitStd } from './kd-logit-std.ts';
import { kdMft } from './kd-mft.ts';
import { kdProbabilityShift } from './kd-probability-shift.ts';

/** All losses that a recipe can name. Schema, checks, docs and the universal tests are made from this list. */
export const losses: readonly LossDescriptor[] = [
  hard,
  kd,
  kdLogitStd,
  kdMft,
  kdFlsw,
  kdCwsm,
  kdProbabilityShift,
  hint,
  at,
];

/** The loss that a term names. Throws `unknown-loss`. */
export const findLoss = (name: string): LossDescriptor => find('loss', name, losses, (loss) => loss.name);

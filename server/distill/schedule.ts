import type { ScalarPlan } from './plan.ts';

/**
 * Value of a scheduled scalar at a step of its stage, 0-based. A ramp starts at `from`, reaches `to` after `steps`
 * and stays there. A drop at step n holds from step n on.
 *
 * Cosine is `CosineAnnealingLR` without restarts (Loshchilov and Hutter, arXiv 1608.03983, section 3); drops are
 * PyTorch's `MultiStepLR`.
 */
export function valueAt(plan: ScalarPlan, step: number): number {
  switch (plan.kind) {
    case 'constant':
      return plan.value;
    case 'ramp':
      return rampAt(plan, step);
    case 'drops':
      return plan.from * plan.by ** plan.at.filter((drop) => drop <= step).length;
  }
}

function rampAt(plan: Extract<ScalarPlan, { kind: 'ramp' }>, step: number): number {
  // Held values are returned as written: rounding must not make a rate of 0 a tiny negative one.
  if (step >= plan.steps) return plan.to;
  if (step <= 0) return plan.from;
  const part = step / plan.steps;
  switch (plan.shape) {
    case 'linear':
      return plan.from + (plan.to - plan.from) * part;
    case 'cosine':
      return plan.to + ((plan.from - plan.to) * (1 + Math.cos(Math.PI * part))) / 2;
    case 'exponential':
      return plan.from * (plan.to / plan.from) ** part;
  }
}

import type { ModelPlan, Plan } from '../distill/plan.ts';
import { RetortError } from '../protocol/failure.ts';
import type { Arguments } from './arguments.ts';
import { say } from '../text/say.ts';

/** The model that --model names; the one that trains last unless given. Throws `unknown-model`. */
export function askedModel(given: Arguments, plan: Plan): { readonly id: string; readonly model: ModelPlan } {
  const id = given.option('model') ?? plan.stages.at(-1)?.updates.at(-1)?.train ?? '';
  const model = Object.hasOwn(plan.models, id) ? plan.models[id] : undefined;
  if (model !== undefined) return { id, model };
  throw new RetortError({
    code: 'unknown-model',
    message: say`There is no model "${id}".`,
    next: say`Name one of ${Object.keys(plan.models).join(', ')}.`,
  });
}

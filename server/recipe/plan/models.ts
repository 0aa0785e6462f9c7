import type { CheckpointPlan, ModelPlan } from '../../distill/plan.ts';
import { absolute } from '../paths.ts';
import type { Context } from '../resolved/context.ts';
import { matchInit } from '../resolved/init.ts';
import type { AllModels, ResolvedModel } from '../resolved/models.ts';
import { trainedBy } from '../resolved/uses.ts';
import { ownWeights } from '../resolved/weights.ts';

export function modelPlan(model: ResolvedModel, models: AllModels, context: Context): ModelPlan {
  const { entry, use, measured } = model;
  const other = entry.init === null ? undefined : models.get(entry.init.from.value);
  return {
    kind: use.kind,
    config: use.config,
    jsonFiles: use.jsonFiles,
    inputs: model.inputs,
    fields: model.fields,
    classes: model.classes,
    taps: measured.taps,
    parameters: measured.parameters,
    bytes: measured.bytes,
    flops: measured.flops,
    checkpoint: checkpointPlan(model, context),
    weights: ownWeights(entry, context),
    init:
      entry.init === null || other === undefined
        ? null
        : { from: other.id, variables: matchInit(entry.init, model.network, other.network).variables },
  };
}

function checkpointPlan({ id, entry }: ResolvedModel, { facts, recipe }: Context): CheckpointPlan | null {
  if (entry.checkpoint === null) return null;
  const path = absolute(facts, entry.checkpoint.value);
  const fact = facts.checkpoints.get(path);
  const maker = recipe.stages.findLast((stage) => trainedBy(stage).includes(id));
  return {
    path,
    sha256: fact?.ok === true ? (fact.value?.sha256 ?? null) : null,
    madeBy: maker?.name.value ?? null,
  };
}

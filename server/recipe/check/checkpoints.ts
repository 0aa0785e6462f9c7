import type { CheckpointFact } from '../facts.ts';
import { addKey } from '../fixes/add.ts';
import { ownCheckpoint } from '../fixes/checkpoint.ts';
import { removal } from '../fixes/remove.ts';
import { absolute } from '../paths.ts';
import { bertNames } from '../../distill/networks/huggingface/weights.ts';
import type { ModelEntry } from '../read/models.ts';
import { problem, type Context } from '../resolved/context.ts';
import { unusable } from '../resolved/data.ts';
import type { ResolvedModel } from '../resolved/models.ts';
import type { Resolved } from '../resolved/resolved.ts';
import { trainedBy } from '../resolved/uses.ts';
import { ownSafetensors } from '../resolved/weights.ts';
import { say } from '../../text/say.ts';

/** Checkpoint files that are missing, damaged, of another network, or that a stage would overwrite. */
export function checkCheckpoints({ models }: Resolved, context: Context): void {
  const { recipe, facts, report } = context;
  const owners = new Map<string, string>();
  const taken = recipe.models.flatMap((model) =>
    model.checkpoint === null ? [] : absolute(facts, model.checkpoint.value),
  );
  const isTaken = (path: string): boolean => taken.includes(absolute(facts, path));
  for (const entry of recipe.models) {
    const { checkpoint } = entry;
    const stage = recipe.stages.find((candidate) => trainedBy(candidate).includes(entry.id.value));
    const unless = stage?.unlessCheckpoint ?? null;
    if (unless !== null && checkpoint === null) {
      const message = say`unless: checkpoint needs a file to look at. Add checkpoint: to the model ${entry.id.value}.`;
      const fixes = [
        addKey(context.text, entry.node, 'checkpoint', `checkpoints/${entry.id.value}.safetensors`),
        removal(context, unless.range, say`Remove ${'unless'}`),
      ];
      report(problem('missing-checkpoint', message, unless.range, { fixes }));
    }
    if (checkpoint === null) {
      checkBroughtAlong(entry, models.get(entry.id.value), context);
      continue;
    }
    const path = absolute(facts, checkpoint.value);
    const owner = owners.get(path);
    if (owner !== undefined && stage !== undefined) {
      report(
        problem(
          'checkpoint-shared',
          say`${owner} has this file too, and a stage would write it for ${entry.id.value}. Give each its own.`,
          checkpoint.range,
          { fixes: [ownCheckpoint(checkpoint, entry.id.value, isTaken)] },
        ),
      );
    }
    owners.set(path, entry.id.value);
    const fact = facts.checkpoints.get(path);
    if (fact === undefined) continue;
    if (!fact.ok) report(unusable(fact.failure, checkpoint.range, 'unusable-checkpoint'));
    else if (stage === undefined)
      checkGiven(fact.value, path, models.get(entry.id.value), { context, range: checkpoint.range });
    else if (fact.value !== null && fact.value.metadata['retort.stage'] === undefined) {
      const message = say`${path} is there and no stage of a recipe made it; stage ${stage.name.value} would overwrite it. Name another file, or give these weights to a model of their own and start from it with init.`;
      report(problem('foreign-checkpoint', message, checkpoint.range));
    }
  }
}

/** The safetensors file of a Hugging Face folder, which has other names where it is of an encoder alone. */
function checkBroughtAlong(entry: ModelEntry, model: ResolvedModel | undefined, context: Context): void {
  const path = ownSafetensors(entry, context);
  const fact = path === null ? undefined : context.facts.checkpoints.get(path);
  if (path === null || fact === undefined) return;
  const range = entry.network?.range ?? entry.id.range;
  if (!fact.ok) context.report(unusable(fact.failure, range, 'unusable-checkpoint'));
  else if (fact.value !== null) {
    const [shapes, flaws] = [bertNames(fact.value.shapes), bertNames(fact.value.flaws)];
    checkGiven({ ...fact.value, shapes, flaws }, path, model, { context, range });
  }
}

interface Place {
  readonly context: Context;
  readonly range: { readonly start: number; readonly end: number };
}

function checkGiven(
  fact: CheckpointFact | null,
  path: string,
  model: ResolvedModel | undefined,
  { context, range }: Place,
): void {
  if (fact === null) {
    const message = say`${path} does not exist, and no stage makes it. Check the path; it is relative to the recipe.`;
    context.report(problem('missing-file', message, range));
    return;
  }
  if (model === undefined) return;
  const all = [...model.network.parameters, ...model.network.state];
  // What is drawn beside a network's own weights is in no file that it came with.
  const wanted = model.entry.checkpoint === null ? all.filter((spec) => spec.fresh !== true) : all;
  const wrong = wanted.filter(({ name, shape }) => fact.shapes.get(name)?.join() !== shape.join());
  const [first] = wrong;
  if (first === undefined) {
    const flawed = wanted.find(({ name }) => fact.flaws.has(name))?.name;
    if (flawed === undefined) return;
    const unsound = say`The tensor ${flawed} of ${path} ${fact.flaws.get(flawed) ?? ''}. Choose another checkpoint: this one is damaged, or of a training that diverged.`;
    context.report(problem('unusable-checkpoint', unsound, range));
    return;
  }
  const there = fact.shapes.get(first.name);
  const found = there === undefined ? say`none` : `[${there.join(', ')}]`;
  const message = say`${path} holds another network than ${model.id}: ${wrong.length} of ${wanted.length} tensors differ. Expected ${first.name} [${first.shape.join(', ')}], found ${found}. Choose the checkpoint of this network, or the network of this checkpoint.`;
  context.report(problem('other-architecture', message, range));
}

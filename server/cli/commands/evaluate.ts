import { resolve } from 'node:path';
import { evaluate as score, type Scores } from '../../distill/evaluate.ts';
import { Forward } from '../../distill/forward.ts';
import { buildNetwork, loadWeights, select, upload } from '../../distill/models.ts';
import type { ModelPlan, Plan } from '../../distill/plan.ts';
import { RetortError } from '../../protocol/failure.ts';
import { scoredData } from '../../runs/summary.ts';
import { usage, type Arguments } from '../arguments.ts';
import { askedModel } from '../asked-model.ts';
import { backendOption, recipeOperand, threadsOption, type Command } from '../command.ts';
import { computing, type ComputePorts } from '../compute.ts';
import { plannedRecipe } from '../recipe.ts';
import { say } from '../../text/say.ts';

export const evaluate: Command = {
  name: 'evaluate',
  operands: [recipeOperand],
  options: {
    model: { value: 'ID', summary: 'a model of the recipe (default: the one that trains last)' },
    checkpoint: {
      value: 'FILE',
      summary: 'its weights, safetensors (default: the one that the recipe names)',
    },
    data: {
      value: 'ID',
      summary: 'labelled data of the recipe (default: those that the report is scored on)',
    },
    backend: backendOption,
    threads: threadsOption,
  },
  async run(given, terminal) {
    const plan = (await plannedRecipe(given, terminal))?.plan;
    if (plan === undefined) return 'problems';
    const { id, model } = askedModel(given, plan);
    const data = askedData(given, plan);
    const checkpoint = askedCheckpoint(given, id, model);
    const { accuracy, loss, predictions } = await computing(plan, terminal, (ports) =>
      scoresOf(model, checkpoint, { plan, data, ports }),
    );
    const samples = predictions.length;
    terminal.answer(
      { model: id, checkpoint, data, samples, accuracy, loss },
      () =>
        say`${id} on ${data}: accuracy ${(100 * accuracy).toFixed(2)} %, loss ${loss.toPrecision(4)} nats, ${samples} samples`,
    );
    return 'done';
  },
};

async function scoresOf(
  model: ModelPlan,
  checkpoint: string,
  { plan, data, ports }: { readonly plan: Plan; readonly data: string; readonly ports: ComputePorts },
): Promise<Scores> {
  const network = await buildNetwork(model, ports.json);
  const variables = [...network.parameters, ...network.state];
  const weights = upload(await loadWeights(variables, checkpoint, ports.models));
  const parameters = select(weights, network.parameters);
  const state = select(weights, network.state);
  const forward = new Forward(ports.compile);
  return score({ network, inputs: model.inputs, parameters, state, frozen: true }, plan, data, {
    ...ports,
    forward,
  });
}

function askedData(given: Arguments, plan: Plan): string {
  const id = given.option('data') ?? scoredData(plan);
  const labelled = Object.keys(plan.data).filter((name) => plan.data[name]?.labelled === true);
  if (labelled.includes(id)) return id;
  throw new RetortError({
    code: 'unknown-data',
    message: say`There are no labelled data "${id}".`,
    next: say`Name one of ${labelled.join(', ')}.`,
  });
}

function askedCheckpoint(given: Arguments, id: string, { checkpoint, weights }: ModelPlan): string {
  const file = given.option('checkpoint');
  if (file !== undefined) return resolve(file);
  const named = checkpoint?.path ?? weights;
  if (named !== null) return named;
  throw usage(evaluate, say`The recipe names no checkpoint of ${id}; give one with --checkpoint FILE.`);
}

import { findSource } from '../../distill/data/index.ts';
import type { ModelPlan, Plan } from '../../distill/plan.ts';
import type { Batch, DataPort } from '../../distill/ports.ts';
import type { HostTensor, HostTensors } from '../../distill/tensors.ts';
import { RetortError } from '../../protocol/failure.ts';
import { nodeFiles } from '../../recipe/files.ts';
import { scoredData } from '../../runs/summary.ts';
import { say } from '../../text/say.ts';

/** The data that an exported model is judged on: those that the run is scored on, where it can read them. */
export function judgedOn(plan: Plan, { inputs }: ModelPlan): string {
  const readable = (data: string): boolean =>
    Object.values(inputs).every((field) => plan.data[data]?.fields[field] !== undefined);
  const found = [scoredData(plan), ...Object.keys(plan.data)].find(readable);
  if (found !== undefined) return found;
  throw new RetortError({
    code: 'missing-input',
    message: say`No data of the recipe have all fields that the model reads.`,
    next: say`Export it as safetensors.`,
  });
}

/** A batch by the names of the model's inputs. */
export const inputsOf = ({ inputs }: ModelPlan, { fields }: Batch): HostTensors =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, field]): [string, HostTensor][] => {
      const tensor = fields[field];
      return tensor === undefined ? [] : [[name, tensor]];
    }),
  );

/** Samples that activations are measured on: enough that extremes hardly grow with more. */
const calibrationSamples = 512;

/** Batches as the model last saw them in training, in the order of training, which mixes the classes. Labels stay behind. */
export async function* calibration(
  id: string,
  { plan, data }: { readonly plan: Plan; readonly data: DataPort },
): AsyncGenerator<HostTensors> {
  const model = plan.models[id];
  const saw = plan.stages.findLastIndex(
    ({ updates, teachers }) => updates.some(({ train }) => train === id) || teachers.includes(id),
  );
  const stage = plan.stages[saw];
  if (model === undefined || stage === undefined) return;
  const stream = data.training(saw, plan.seeds[0] ?? 0);
  try {
    const steps = Math.min(stage.steps, Math.ceil(calibrationSamples / stage.batch));
    for (let step = 0; step < steps; step++) yield inputsOf(model, await stream.batch(step));
  } finally {
    await stream.close();
  }
}

/** What a user must do before and after the model, as metadata: sizes and scales of inputs, names of classes. */
export async function preprocessing(plan: Plan, model: ModelPlan): Promise<Readonly<Record<string, string>>> {
  const data = plan.data[judgedOn(plan, model)];
  if (data === undefined) return {};
  const inputs = Object.entries(model.inputs).map(([name, field]) => {
    const shape = ['batch', ...(data.fields[field]?.shape ?? [])];
    return [name, field === 'image' ? { shape, ...image, ...(data.normalize ?? {}) } : { shape }];
  });
  const { classNames } = await findSource(data.source).inspect(data.config, nodeFiles);
  return {
    'retort.inputs': JSON.stringify(Object.fromEntries(inputs)),
    ...(model.classes === null ? {} : { 'retort.classes': JSON.stringify(classNames ?? model.classes) }),
  };
}

/** `mean` and `deviation` stand beside it where the recipe normalises. */
const image = {
  layout: 'batch, height, width, channels',
  values: 'byte / 255, then (value - mean) / deviation of its channel where they are given',
} as const;

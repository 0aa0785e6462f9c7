import { join, resolve } from 'node:path';
import { onnx } from '../../backends/onnx/index.ts';
import { format } from '../../distill/checkpoints/safetensors.ts';
import { layersModel, weightsFile } from '../../distill/export/layers-model.ts';
import { buildNetwork, matching } from '../../distill/models.ts';
import type { HostTensors } from '../../distill/tensors.ts';
import { RetortError } from '../../protocol/failure.ts';
import { nodeFiles } from '../../recipe/files.ts';
import { newestCheckpoint } from '../../runs/checkpoints.ts';
import type { RunDirectory } from '../../runs/directory.ts';
import { readModels } from '../../runs/models.ts';
import { formatJson } from '../../runs/json.ts';
import { readPlan } from '../../runs/state.ts';
import { readJson } from '../../training/model-files.ts';
import { usage, type Arguments } from '../arguments.ts';
import { askedModel } from '../asked-model.ts';
import { runOperand, workspaceOption, type Command } from '../command.ts';
import { writeAll } from '../export/files.ts';
import type { Exported, ExportRequest } from '../export/request.ts';
import { askedRun } from '../find-run.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { say } from '../../text/say.ts';

export const exportRun: Command = {
  name: 'export',
  operands: [runOperand],
  options: {
    model: { value: 'ID', summary: 'a model of the recipe (default: the one that trained last)' },
    seed: { value: 'N', summary: 'the seed it was trained with (default: the best on the validation data)' },
    format: {
      value: 'FORMAT',
      summary: 'safetensors, layers-model for TensorFlow.js, or onnx (default: safetensors)',
    },
    int8: { summary: 'with onnx: weights and activations in eight bits' },
    out: { value: 'DIR', summary: 'folder to write into (default: the current folder)' },
    workspace: workspaceOption,
  },
  notes:
    'The weights are those chosen on the validation data. A model that is still training is exported as it is at the newest checkpoint. Nothing is overwritten. An ONNX model is run on the data that the run is scored on before it gets its name, and compared with the network.',
  async run(given, terminal) {
    const asked = askedFormat(given);
    const run = await askedRun(given);
    const plan = await readPlan(run);
    const { id, model } = askedModel(given, plan);
    const network = await buildNetwork(model, (path) => readJson(nodeFiles, path));
    const { weights, seed, step } = await weightsIn(run, id, given.numbers('seed')?.[0]);
    const tensors = matching([...network.parameters, ...network.state], weights, run.path);
    const metadata = {
      'retort.run': run.id,
      'retort.model': id,
      'retort.step': String(step),
      ...(seed === null ? {} : { 'retort.seed': String(seed) }),
    };
    const folder = resolve(given.option('out') ?? '.');
    const request = { id, model, plan, network, tensors, metadata, folder, terminal };
    const { files, verified, words } = await uninterrupted(() => asked(request));
    terminal.answer(
      { run: run.id, model: id, seed, step, files, ...(verified === undefined ? {} : { verified }) },
      () => [...files, ...(words === undefined ? [] : [words])].join('\n'),
    );
    return 'done';
  },
};

/** Writes a model under the folder. */
type Format = (request: ExportRequest) => Promise<Exported>;

const formats: Readonly<Record<string, Format>> = {
  safetensors: async ({ id, tensors, metadata, folder }) => ({
    files: await writeAll(folder, { [`${id}.safetensors`]: format(tensors, metadata) }),
  }),
  'layers-model': async ({ id, network, tensors, folder }) => {
    const { modelJson, weights } = layersModel(network, tensors);
    const files = { [join(id, weightsFile)]: weights, [join(id, 'model.json')]: formatJson(modelJson) };
    return { files: await writeAll(folder, files) };
  },
  onnx: (request) => asOnnx(request, false),
};

/** ONNX Runtime is loaded only where it is needed and there. */
async function asOnnx(request: ExportRequest, int8: boolean): Promise<Exported> {
  const able = onnx.usable();
  if (!able.ok)
    throw new RetortError({
      code: 'backend-unusable',
      message: say`An ONNX model is verified by running it, which can't be done here: ${able.reason}`,
      next: say`Export safetensors here, or ONNX on another machine.`,
    });
  const { exportOnnx } = await import('../export/onnx.ts');
  return exportOnnx(request, int8);
}

function askedFormat(given: Arguments): Format {
  const name = given.option('format') ?? 'safetensors';
  const found = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (found === undefined)
    throw usage(exportRun, say`--format is "${name}"; expected ${Object.keys(formats).join(say` or `)}.`);
  if (!given.given('int8')) return found;
  if (name === 'onnx') return (request) => asOnnx(request, true);
  throw usage(exportRun, say`--int8 needs --format onnx; ${name} holds float32.`);
}

interface Found {
  readonly weights: HostTensors;
  /** Null where they are those of a checkpoint in the middle of a training. */
  readonly seed: number | null;
  readonly step: number;
}

/** What a training ended with; where none has ended yet, the best so far. */
async function weightsIn(run: RunDirectory, id: string, wanted: number | undefined): Promise<Found> {
  const trained = await readModels(run, id);
  const eligible = trained.filter(({ seed }) => wanted === undefined || seed === wanted);
  const [best] = eligible.sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || a.seed - b.seed);
  if (best !== undefined) return { weights: best.tensors, seed: best.seed, step: best.step ?? 0 };
  const { checkpoint, warnings } = await newestCheckpoint(run);
  const [damaged] = warnings;
  if (checkpoint === null && damaged !== undefined) throw damaged;
  const weights = checkpoint?.files[`${id}.best`] ?? checkpoint?.files[id];
  if (checkpoint !== null && weights !== undefined && wanted === undefined) {
    return { weights, seed: null, step: checkpoint.step };
  }
  throw new RetortError({
    code: 'not-trained',
    message:
      wanted === undefined
        ? say`Run ${run.id} has no weights of ${id} yet.`
        : say`Run ${run.id} has no weights of ${id} with seed ${wanted} yet.`,
    where: run.path,
    next:
      trained.length > 0
        ? say`There are some with seed ${trained.map(({ seed }) => seed).join(', ')}.`
        : checkpoint === null
          ? say`Wait for its first checkpoint.`
          : say`Wait until its training begins, or name another model with --model.`,
  });
}

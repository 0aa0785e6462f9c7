import { rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { format } from '../../distill/checkpoints/safetensors.ts';
import { layersModel, weightsFile } from '../../distill/export/layers-model.ts';
import { buildNetwork, matching } from '../../distill/models.ts';
import type { Network } from '../../distill/networks/network.ts';
import type { HostTensors } from '../../distill/tensors.ts';
import { RetortError } from '../../protocol/failure.ts';
import { nodeFiles } from '../../recipe/files.ts';
import { newestCheckpoint } from '../../runs/checkpoints.ts';
import type { RunDirectory } from '../../runs/directory.ts';
import { makeFolder, replaceFile } from '../../runs/durable.ts';
import { readModels } from '../../runs/models.ts';
import { formatJson } from '../../runs/json.ts';
import { readPlan } from '../../runs/state.ts';
import { readJson } from '../../training/model-files.ts';
import { usage, type Arguments } from '../arguments.ts';
import { askedModel } from '../asked-model.ts';
import { runOperand, workspaceOption, type Command } from '../command.ts';
import { askedRun } from '../find-run.ts';
import { uninterrupted } from '../uninterrupted.ts';

export const exportRun: Command = {
  name: 'export',
  operands: [runOperand],
  options: {
    model: { value: 'ID', summary: 'a model of the recipe (default: the one that trained last)' },
    seed: { value: 'N', summary: 'the seed it was trained with (default: the best on the validation data)' },
    format: {
      value: 'FORMAT',
      summary: 'safetensors, or layers-model for TensorFlow.js (default: safetensors)',
    },
    out: { value: 'DIR', summary: 'folder to write into (default: the current folder)' },
    workspace: workspaceOption,
  },
  notes:
    'The weights are those chosen on the validation data. A model that is still training is exported as it is at the newest checkpoint. Nothing is overwritten.',
  async run(given, terminal) {
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
    const files = askedFormat(given)(id, network, tensors, metadata);
    const folder = resolve(given.option('out') ?? '.');
    const paths = await uninterrupted(() => writeAll(folder, files));
    terminal.answer({ run: run.id, model: id, seed, step, files: paths }, () => paths.join('\n'));
    return 'done';
  },
};

/** Contents by path under the folder to write into. */
type Exported = Readonly<Record<string, Uint8Array | string>>;

type Format = (
  id: string,
  network: Network,
  tensors: HostTensors,
  metadata: Readonly<Record<string, string>>,
) => Exported;

const formats: Readonly<Record<string, Format>> = {
  safetensors: (id, _, tensors, metadata) => ({ [`${id}.safetensors`]: format(tensors, metadata) }),
  'layers-model': (id, network, tensors) => {
    const { modelJson, weights } = layersModel(network, tensors);
    return { [join(id, weightsFile)]: weights, [join(id, 'model.json')]: formatJson(modelJson) };
  },
};

function askedFormat(given: Arguments): Format {
  const name = given.option('format') ?? 'safetensors';
  const found = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (found !== undefined) return found;
  throw usage(exportRun, `--format is "${name}"; expected ${Object.keys(formats).join(' or ')}.`);
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
    message: `Run ${run.id} has no weights of ${id}${wanted === undefined ? '' : ` with seed ${wanted}`} yet.`,
    where: run.path,
    next:
      trained.length > 0
        ? `There are some with seed ${trained.map(({ seed }) => seed).join(', ')}.`
        : checkpoint === null
          ? 'Wait for its first checkpoint.'
          : 'Wait until its training begins, or name another model with --model.',
  });
}

async function writeAll(folder: string, files: Exported): Promise<readonly string[]> {
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const path of paths) {
    if ((await stat(path).catch(() => null)) === null) continue;
    throw new RetortError({
      code: 'file-exists',
      message: `${path} is already there, and nothing is overwritten.`,
      where: path,
      next: 'Name another folder with --out, or move the file away.',
    });
  }
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      await makeFolder(dirname(path));
      await replaceFile(path, content);
    }
  } catch (error) {
    // A model without its weights is worse than none.
    for (const path of paths) await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
  return paths;
}

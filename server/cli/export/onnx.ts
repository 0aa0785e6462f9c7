import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { exportModel } from '../../backends/onnx/export/index.ts';
import { quantise } from '../../backends/onnx/export/quantise.ts';
import { encode } from '../../backends/onnx/model.ts';
import { bytes } from '../../recipe/table.ts';
import { makeFolder, syncFolder, writeDurably } from '../../runs/durable.ts';
import { computing } from '../compute.ts';
import { formatTable } from '../table.ts';
import { say } from '../../text/say.ts';
import { calibration, preprocessing } from './data.ts';
import { refuseExisting } from './files.ts';
import { batchSizes } from './judge.ts';
import type { Exported, ExportRequest } from './request.ts';
import { verify, type Verified } from './verify.ts';

/**
 * Writes a model as ONNX: `<id>.onnx` in float32, or `<id>.int8.onnx`. It is written beside, run on the data that the
 * run is scored on, and gets its name only if float32 gives what the network gives.
 * Throws RetortError `not-exportable`, `export-differs`, `file-exists`, and what reading the data throws.
 */
export async function exportOnnx(request: ExportRequest, int8: boolean): Promise<Exported> {
  const { id, model, plan, network, tensors, folder, terminal } = request;
  const path = join(folder, int8 ? `${id}.int8.onnx` : `${id}.onnx`);
  const beside = join(folder, `.${basename(path)}.${process.pid}`);
  await refuseExisting([path]);
  const metadata = { ...request.metadata, ...(await preprocessing(plan, model)) };
  const float32 = await exportModel(network, tensors, { ...metadata, 'retort.precision': 'float32' });
  const content = encode(float32);
  await makeFolder(folder);
  const verified = await computing(plan, terminal, async (ports) => {
    const small = int8
      ? encode({
          ...(await quantise(float32, calibration(id, { plan, data: ports.data }))),
          metadata: { ...metadata, 'retort.precision': 'int8' },
        })
      : null;
    await writeDurably(beside, small ?? content);
    const sizes = { float32: content.byteLength, ...(small === null ? {} : { int8: small.byteLength }) };
    const files = { float32: int8 ? content : beside, ...(int8 ? { int8: beside } : {}) };
    return verify(request, { files, sizes }, ports);
  })
    .then(async (found) => {
      await rename(beside, path);
      await syncFolder(folder);
      return found;
    })
    .catch(async (error: unknown) => {
      await rm(beside, { force: true });
      throw error;
    });
  return { files: [path], verified, words: describe(verified) };
}

const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(2)} %`);

function describe({ data, samples, peak, accuracy, models, ...found }: Verified): string {
  const rows = Object.entries(models).map(([precision, { difference, accuracy }]) => {
    const latency = found.latencyMs[precision];
    return [
      precision,
      percent(accuracy),
      difference.toExponential(1),
      bytes(found.bytes[precision] ?? 0),
      `${(latency?.['1'] ?? Number.NaN).toPrecision(3)} ms`,
      `${(latency?.['32'] ?? Number.NaN).toPrecision(3)} ms`,
    ];
  });
  return [
    say`Run on ${samples} samples of ${data}, also ${batchSizes.join(', ')} at a time; outputs of float32 may differ by ${found.tolerance.toExponential(1)} (the largest is ${peak.toPrecision(3)}):`,
    formatTable(
      ['', say`ACCURACY`, say`LARGEST DIFFERENCE`, say`SIZE`, say`BATCH 1`, say`BATCH 32`],
      [[say`trained`, percent(accuracy), '–', '–', '–', '–'], ...rows],
    ),
  ].join('\n');
}

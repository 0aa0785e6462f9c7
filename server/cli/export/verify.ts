import { answers } from '../../backends/onnx/export/index.ts';
import { openModel, type OpenModel } from '../../backends/onnx/export/run.ts';
import { select, upload } from '../../distill/models.ts';
import { RetortError } from '../../protocol/failure.ts';
import type { ComputePorts } from '../compute.ts';
import { judge, type Judged } from './judge.ts';
import { latencies, type Latency } from './latency.ts';
import type { ExportRequest } from './request.ts';
import { say } from '../../text/say.ts';

/** Largest difference of a float32 output, relative to the largest output (at least 1). */
export const tolerance = 1e-4;

type Subject = Pick<ExportRequest, 'plan' | 'model' | 'network' | 'tensors'>;

/** What was found out about exported files. */
export interface Verified extends Judged {
  /** Largest difference that float32 was allowed. */
  readonly tolerance: number;
  readonly bytes: Readonly<Record<string, number>>;
  readonly latencyMs: Readonly<Record<string, Latency>>;
}

/** One model in one or two precisions. */
export interface Written {
  /** Path or content by precision. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Bytes by precision. */
  readonly sizes: Readonly<Record<string, number>>;
}

/**
 * Runs exported models beside the network that they were made from.
 * Throws RetortError `export-differs` where float32 is further from it than rounding explains.
 */
export async function verify(
  { plan, model, network, tensors }: Subject,
  { files, sizes }: Written,
  ports: Pick<ComputePorts, 'data' | 'compile' | 'breathe'>,
): Promise<Verified> {
  const models: Record<string, OpenModel> = {};
  const weights = upload(tensors);
  try {
    for (const [precision, file] of Object.entries(files))
      models[precision] = await openModel(file, plan.backend.threads);
    const live = {
      network,
      inputs: model.inputs,
      parameters: select(weights, network.parameters),
      state: select(weights, network.state),
      frozen: true,
    } as const;
    const judged = await judge({ plan, model, live, outputs: answers(network), models }, ports);
    const allowed = tolerance * Math.max(1, judged.peak);
    const difference = judged.models.float32?.difference ?? Number.NaN;
    // NaN is no difference to be had.
    if (!(difference <= allowed)) throw differs(judged, difference, allowed);
    const latencyMs = await latencies(models, network);
    return { ...judged, tolerance: allowed, bytes: sizes, latencyMs };
  } finally {
    for (const open of Object.values(models)) await open.close();
    for (const tensor of Object.values(weights)) tensor.dispose();
  }
}

const differs = ({ data, samples }: Judged, difference: number, allowed: number): RetortError =>
  new RetortError({
    code: 'export-differs',
    message: say`On ${samples} samples of ${data} the ONNX model's outputs are up to ${difference.toExponential(1)} from the network's; allowed is ${allowed.toExponential(1)}.`,
    next: say`This is a defect: please report it with the recipe. Nothing was written; export safetensors until then.`,
  });

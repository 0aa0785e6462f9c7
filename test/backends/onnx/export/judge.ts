import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, parse } from '../../../../server/distill/checkpoints/safetensors.ts';
import type { HostTensors } from '../../../../server/distill/tensors.ts';

/** Why models are not judged by Python here, or null. */
export const noOnnx: string | null =
  spawnSync('python3', ['-c', 'import onnx, onnxruntime']).status === 0
    ? null
    : 'python3 has no onnx and onnxruntime';

/** What Python's onnxruntime answers, once onnx.checker has found nothing wrong with the model. */
export function judged(model: Uint8Array, inputs: HostTensors): HostTensors {
  const folder = mkdtempSync(join(tmpdir(), 'retort-onnx-'));
  try {
    const [file, given, answered] = ['model.onnx', 'given.safetensors', 'answered.safetensors'].map((name) =>
      join(folder, name),
    );
    if (file === undefined || given === undefined || answered === undefined) throw new TypeError('no paths');
    writeFileSync(file, model);
    writeFileSync(given, format(inputs, {}));
    const program = fileURLToPath(new URL('judge.py', import.meta.url));
    execFileSync('python3', ['-B', program, file, given, answered], { stdio: ['ignore', 'pipe', 'pipe'] });
    return parse(readFileSync(answered)).tensors;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

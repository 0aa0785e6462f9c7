import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, parse } from '../../../../server/distill/checkpoints/safetensors.ts';
import type { HostTensors } from '../../../../server/distill/tensors.ts';

/** Why tests against PyTorch are skipped here, or null. */
export const noPyTorch: string | null =
  spawnSync('python3', ['-c', 'import torch']).status === 0 ? null : 'python3 has no torch';

/** What the script of that name beside this file answers to tensors; they go through safetensors files. */
export function pytorch(
  script: string,
  tensors: HostTensors,
  options: Readonly<Record<string, string | number>> = {},
): HostTensors {
  const folder = mkdtempSync(join(tmpdir(), 'retort-pytorch-'));
  try {
    const [given, answered] = [join(folder, 'given.safetensors'), join(folder, 'answered.safetensors')];
    writeFileSync(given, format(tensors, {}));
    const words = Object.entries(options).map(([key, value]) => `${key}=${value}`);
    const program = fileURLToPath(new URL(`${script}.py`, import.meta.url));
    execFileSync('python3', ['-B', program, given, answered, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return parse(readFileSync(answered)).tensors;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

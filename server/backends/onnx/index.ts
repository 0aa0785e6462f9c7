import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { BackendDescriptor } from '../../distill/backend.ts';
import { RetortError } from '../../protocol/failure.ts';
import { activate } from '../activate.ts';
import { say } from '../../text/say.ts';

/** What the package brings binaries for (onnxruntime-node 1.30, bin/napi-v6). */
export const targets: readonly string[] = [
  'linux-x64',
  'linux-arm64',
  'win32-x64',
  'win32-arm64',
  'darwin-arm64',
];

function binding(): string | null {
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')));
    return join(root, 'bin', 'napi-v6', process.platform, process.arch, 'onnxruntime_binding.node');
  } catch {
    return null;
  }
}

function usable(): ReturnType<BackendDescriptor['usable']> {
  const here = `${process.platform}-${process.arch}`;
  if (!targets.includes(here))
    return {
      ok: false,
      reason: say`ONNX Runtime has no binary for ${here}; expected ${targets.join(', ')}.`,
    };
  if (process.versions.electron !== undefined)
    return { ok: false, reason: say`ONNX Runtime needs a Node.js of its own, not the editor's.` };
  const file = binding();
  if (file === null || !existsSync(file))
    return { ok: false, reason: say`The package onnxruntime-node is not there, or without its binary.` };
  return { ok: true, device: say`${availableParallelism()} processor cores, ONNX Runtime` };
}

/** The default on processors: functions are recorded once and run as ONNX graphs; what is left runs in JavaScript. */
export const onnx: BackendDescriptor = {
  name: 'onnx',
  summary: 'Functions recorded once and run by ONNX Runtime on all processor cores: the default.',
  repeatable: true,
  threads: () => {
    const cores = availableParallelism();
    // One core is left to the editor and the loader of data.
    return { most: cores, usual: Math.max(1, cores - 1) };
  },
  usable,
  start: async ({ threads, warn = () => undefined }) => {
    const able = usable();
    if (!able.ok)
      throw new RetortError({
        code: 'backend-unusable',
        message: say`The onnx backend can't start: ${able.reason}`,
        next: say`Choose the wasm backend, which runs everywhere, or install the package of Retort for your platform (from source: npm install).`,
      });
    const { load } = await import('./load.ts');
    load();
    await activate('onnx');
    const { onnxCompile } = await import('./compile.ts');
    const { probeBlock } = await import('./probe.ts');
    return onnxCompile({ threads, block: await probeBlock(), warn });
  },
};

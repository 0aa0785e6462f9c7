import { distance } from 'fastest-levenshtein';
import type { BackendDescriptor } from '../distill/backend.ts';
import { RetortError } from '../protocol/failure.ts';
import { cpu } from './cpu/index.ts';
import { onnx } from './onnx/index.ts';
import { wasm } from './wasm/index.ts';
import { say } from '../text/say.ts';

/** Every backend that can train, best first. */
export const backends: readonly BackendDescriptor[] = [onnx, wasm, cpu];

/** The backend of that name. Throws `unknown-backend` with the names, nearest first. */
export function findBackend(name: string): BackendDescriptor {
  const found = backends.find((backend) => backend.name === name);
  if (found) return found;
  const names = backends.map((backend) => backend.name).sort((a, b) => distance(name, a) - distance(name, b));
  throw new RetortError({
    code: 'unknown-backend',
    message: say`There is no backend "${name}"; expected ${names.join(say` or `)}.`,
    next: say`Did you mean ${names[0] ?? ''}? \`retort backends\` lists what can run here.`,
  });
}

/** What `backend: auto` means here: the first that is usable. */
export function automatic(): BackendDescriptor {
  return backends.find((backend) => backend.usable().ok) ?? cpu;
}

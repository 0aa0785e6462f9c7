import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { getBackend } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { automatic, backends, findBackend } from '../../server/backends/index.ts';
import { targets } from '../../server/backends/onnx/index.ts';

describe('the list of backends', () => {
  test('a misspelt name is refused with the nearest names first', () => {
    expect(() => findBackend('wasn')).toThrow(
      expect.objectContaining({
        name: 'RetortError',
        code: 'unknown-backend',
        message: 'There is no backend "wasn"; expected wasm or onnx or cpu.',
      }),
    );
  });

  test('automatic is onnx where ONNX Runtime has a binary, else wasm', () => {
    expect(findBackend('wasm').usable().ok).toBe(true);
    expect(automatic().name).toBe(findBackend('onnx').usable().ok ? 'onnx' : 'wasm');
  });

  test('onnx leaves the editor a core where there are two, the others take one', () => {
    const cores = availableParallelism();
    const takes = Object.fromEntries(backends.map(({ name, threads }) => [name, threads()]));
    expect(takes).toEqual({
      onnx: { most: cores, usual: cores === 1 ? 1 : cores - 1 },
      wasm: { most: 1, usual: 1 },
      cpu: { most: 1, usual: 1 },
    });
  });

  test('onnx names the platforms that the package has binaries for', () => {
    const folder = 'node_modules/onnxruntime-node/bin/napi-v6';
    const brought = readdirSync(folder).flatMap((platform) =>
      readdirSync(`${folder}/${platform}`).map((processor) => `${platform}-${processor}`),
    );
    expect([...targets].sort()).toEqual(brought.sort());
  });

  test.each(backends.map(({ name }) => name))(
    '%s starts under its own name, as often as asked',
    async (name) => {
      await findBackend(name).start({ threads: 1 });
      await findBackend(name).start({ threads: 1 });
      expect(getBackend()).toBe(name);
    },
  );
});

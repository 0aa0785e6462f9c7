import { getBackend } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { automatic, backends, findBackend } from '../../server/backends/index.ts';

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

  test.each(backends.map(({ name }) => name))(
    '%s starts under its own name, as often as asked',
    async (name) => {
      await findBackend(name).start({ threads: 1 });
      await findBackend(name).start({ threads: 1 });
      expect(getBackend()).toBe(name);
    },
  );
});

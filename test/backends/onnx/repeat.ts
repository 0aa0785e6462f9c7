import { dispose } from '@tensorflow/tfjs-core';
import type { Compile } from '../../../server/distill/backend.ts';
import type { Racer } from './racers.ts';

export interface Repeated {
  /** The bits of what the first run gave. */
  readonly first: Buffer;
  /** Numbers of the later runs that gave others. */
  readonly differing: readonly number[];
}

export interface Repetitions {
  readonly times: number;
  /** Told after the first run, when all sessions are there. */
  readonly begun?: () => void;
  /** Told after the last one, while they are still there. */
  readonly ended?: () => void;
}

/** Runs a racer once and `times` more. */
export async function repeat(
  compile: Compile,
  { name, inputs, run }: Racer,
  { times, begun, ended }: Repetitions,
): Promise<Repeated> {
  const given = inputs();
  const compiled = compile(run, { name });
  const once = async (): Promise<Buffer> => {
    const results = await compiled.run(given);
    const bits = Buffer.concat(
      Object.values(results).map((tensor) => {
        const { buffer, byteOffset, byteLength } = tensor.dataSync<'float32'>();
        return new Uint8Array(buffer, byteOffset, byteLength);
      }),
    );
    dispose(Object.values(results));
    return bits;
  };
  const first = await once();
  begun?.();
  const differing: number[] = [];
  for (let at = 1; at <= times; at++) if (!first.equals(await once())) differing.push(at);
  ended?.();
  compiled.dispose();
  dispose(Object.values(given));
  return { first, differing };
}

/** The largest difference of float32 numbers, beside the largest number. */
export function farthest(found: Buffer, expected: Buffer): number {
  const [ours, theirs] = [found, expected].map(
    ({ buffer, byteOffset, byteLength }) =>
      new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength)),
  );
  let [most, scale] = [0, 0];
  theirs?.forEach((value, at) => {
    most = Math.max(most, Math.abs(value - (ours?.[at] ?? NaN)));
    scale = Math.max(scale, Math.abs(value));
  });
  return most / scale;
}

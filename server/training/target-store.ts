import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { TargetStore } from '../distill/ports.ts';
import { replaceFile } from '../runs/durable.ts';

/** Teacher outputs in a folder, the least recently used removed beyond a cap. Losing any of it only costs time. */
export function targetStore(folder: string, capBytes: number): TargetStore {
  const place = (key: string): string => join(folder, `${key}.f32`);
  return {
    async load(key) {
      try {
        const bytes = await readFile(place(key));
        const now = new Date();
        await utimes(place(key), now, now);
        return bytes.byteLength % 4 === 0
          ? new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
          : null;
      } catch {
        return null;
      }
    },
    async save(key, values) {
      if (values.byteLength > capBytes) return;
      try {
        await mkdir(folder, { recursive: true });
        await makeRoom(folder, capBytes - values.byteLength);
        await replaceFile(place(key), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      } catch {
        // A full or read-only disk: the run goes on, and labels again next time.
      }
    },
  };
}

async function makeRoom(folder: string, bytes: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.f32'));
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), entry: await stat(join(folder, name)) })),
  );
  files.sort((a, b) => a.entry.mtimeMs - b.entry.mtimeMs);
  let held = files.reduce((sum, { entry }) => sum + entry.size, 0);
  for (const { path, entry } of files) {
    if (held <= bytes) return;
    await rm(path, { force: true });
    held -= entry.size;
  }
}

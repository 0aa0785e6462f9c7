import { readFile, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tarIndex } from '../../../server/distill/data/tar.ts';
import { RetortError } from '../../../server/protocol/failure.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';
import { folderWith } from './folder.ts';
import { writeTar } from './images.ts';

it('a tar with damaged bytes gives entries inside the file or a RetortError', async () => {
  const path = `${await folderWith({})}/set.tar`;
  await writeTar(path, {
    'a/': '',
    'a/1.png': 'x'.repeat(600),
    [`a/${'n'.repeat(200)}.png`]: 'y',
    'a/2.png': '',
  });
  const good = await readFile(path);
  const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(damage, fc.boolean(), async (bytes, repair) => {
      const damaged = Buffer.from(good);
      for (const [at, value] of bytes) damaged[at] = value;
      if (repair)
        for (let at = 0; at + 512 <= damaged.length; at += 512) writeChecksum(damaged.subarray(at, at + 512));
      await writeFile(path, damaged);
      const index = await tarIndex(path, nodeFiles).catch((error: unknown) => {
        if (!(error instanceof RetortError)) throw error;
        refused++;
        return [];
      });
      for (const { offset, length } of index) expect(offset + length).toBeLessThanOrEqual(good.length);
    }),
    { numRuns: 200 },
  );
  expect(refused).toBeGreaterThan(0);
});

/** Makes damaged headers pass for whole ones, so that the fields behind the checksum are reached too. */
function writeChecksum(header: Buffer): void {
  if (header.subarray(257, 262).toString() !== 'ustar') return;
  header.fill(' ', 148, 156);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

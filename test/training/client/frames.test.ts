import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, FrameDecoder, FrameError } from '../../../server/training/client/frames.ts';

const contents = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });

test('frames are the same however the bytes are cut', () => {
  fc.assert(
    fc.property(contents, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, lengths) => {
      const bytes = Buffer.concat(sent.map((content) => frame(content)));
      const decoder = new FrameDecoder(300);
      const received: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const length = lengths[turn % lengths.length] ?? 1;
        decoder.push(bytes.subarray(at, at + length));
        at += length;
        for (let next = decoder.next(); next !== null; next = decoder.next()) received.push(next);
      }
      expect(received.map((content) => [...content])).toEqual(sent.map((content) => [...content]));
      expect(decoder.rest()).toHaveLength(0);
    }),
  );
});

test('a length over the cap is refused before its content comes', () => {
  const decoder = new FrameDecoder(10);
  decoder.push(frame(Buffer.alloc(11)).subarray(0, 4));
  expect(() => decoder.next()).toThrow(FrameError);
});

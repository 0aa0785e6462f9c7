import { assert, constantFrom, integer, nat, property, record, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format, headerBytes, parse, readHeader } from '../../../server/distill/checkpoints/safetensors.ts';
import { RetortError } from '../../../server/protocol/failure.ts';

/** Written by Python: reference.py. */
const fromPython = Uint8Array.from(
  Buffer.from(
    'iAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJzdGVwcyI6eyJkdHlwZSI6Ikk2NCIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6WzAsMjRdfSwiZW1wdHkiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzAsM10sImRhdGFfb2Zmc2V0cyI6WzI0LDI0XX0sIndlaWdodCI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwzXSwiZGF0YV9vZmZzZXRzIjpbMjQsNDhdfSwiZmxhZyI6eyJkdHlwZSI6IkkzMiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzQ4LDUyXX0sImJyYWluIjp7ImR0eXBlIjoiQkYxNiIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6WzUyLDU4XX0sImhhbGYiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzRdLCJkYXRhX29mZnNldHMiOls1OCw2Nl19fSAgIP//////////////fwAAAAAAAACA/////wAAwD8AABDA5rFhfwAAAAAAAACAwhYBAAcAAACAP0nAln4BPP/7AQAAfA==',
    'base64',
  ),
);

/** A file with this header text and this many bytes of data, all 1. */
function file(header: string, data = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data).fill(1);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (shape: string, start: number, end: number, dtype = 'F32'): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${start},${end}]}`;

/** Code and message of what parsing throws; anything but a RetortError fails the test. */
function refusal(bytes: Uint8Array): { code: string; message: string } | null {
  try {
    parse(bytes);
    return null;
  } catch (error) {
    if (error instanceof RetortError) return error;
    throw error;
  }
}

describe('reading a safetensors file', () => {
  it("reads what Python's safetensors wrote, in every type that can be read", () => {
    const { tensors, metadata } = parse(fromPython);
    expect(metadata).toEqual({ format: 'pt' });
    expect(tensors).toEqual({
      weight: { shape: [2, 3], data: Float32Array.of(1.5, -2.25, 3e38, 0, -0, 1e-40) },
      half: { shape: [4], data: Float32Array.of(1.0009765625, -65504, 2 ** -24, Infinity) },
      brain: { shape: [3], data: Float32Array.of(1, -3.140625, 9.969209968386869e37) },
      steps: { shape: [3], data: Int32Array.of(-1, 2147483647, -2147483648) },
      flag: { shape: [1], data: Int32Array.of(7) },
      empty: { shape: [0, 3], data: new Float32Array() },
    });
  });

  it('reads tensors that start at odd bytes', () => {
    const bytes = file(`{"a":${entry('[1]', 0, 2, 'F16')},"b":${entry('[1]', 2, 6)}} `, 6);
    bytes.set([0, 0x3c, 0, 0, 0x80, 0x3f], bytes.length - 6);
    expect(parse(bytes).tensors).toEqual({
      a: { shape: [1], data: Float32Array.of(1) },
      b: { shape: [1], data: Float32Array.of(1) },
    });
  });

  it('reads bytes that are a view into a larger buffer', () => {
    const larger = new Uint8Array(fromPython.length + 3);
    larger.set(fromPython, 3);
    expect(parse(larger.subarray(3))).toEqual(parse(fromPython));
  });

  it("reads Node's Buffers, whose slice is a view", () => {
    expect(parse(Buffer.from(fromPython))).toEqual(parse(fromPython));
  });

  it('needs only the header to say what a file holds', () => {
    const prefix = fromPython.slice(0, headerBytes(fromPython.slice(0, 8), fromPython.length));
    const { tensors } = readHeader(prefix, fromPython.length);
    expect(tensors.map(({ name }) => name)).toEqual(['steps', 'empty', 'weight', 'flag', 'brain', 'half']);
  });

  it('says which types can be read when a tensor is of another', () => {
    expect(refusal(file(`{"a":${entry('[1]', 0, 8, 'F64')}}`, 8))?.code).toBe('unsupported-dtype');
  });

  it('refuses an I64 that int32 cannot hold', () => {
    expect(refusal(file(`{"a":${entry('[1]', 0, 8, 'I64')}}`, 8))?.message).toContain('beyond 32 bits');
  });
});

describe('writing a safetensors file', () => {
  const tensors = {
    'logits/bias': { shape: [2], data: Float32Array.of(0.5, -1) },
    'hidden.1/kernel': { shape: [1, 2], data: Float32Array.of(3, 4) },
    count: { shape: [], data: Int32Array.of(9) },
  };

  it('gives what reading gives back', () => {
    expect(parse(format(tensors, { stage: 'distil' }))).toEqual({ tensors, metadata: { stage: 'distil' } });
  });

  it("gives bytes that Python's safetensors reads as the same names, shapes and values", () => {
    // Checked with `reference.py FILE`: count I32 [] 09000000, hidden.1/kernel F32 [1, 2] …, logits/bias F32 [2] ….
    expect(Buffer.from(format(tensors, { stage: 'distil' })).toString('latin1')).toBe(
      '\xe8\0\0\0\0\0\0\0' +
        '{"__metadata__":{"stage":"distil"},' +
        '"count":{"dtype":"I32","shape":[],"data_offsets":[0,4]},' +
        '"hidden.1/kernel":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]},' +
        '"logits/bias":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}      ' +
        '\x09\0\0\0\0\0\x40\x40\0\0\x80\x40\0\0\0\x3f\0\0\x80\xbf',
    );
  });

  it('gives equal bytes for equal tensors in any order', () => {
    const reversed = Object.fromEntries(Object.entries(tensors).reverse());
    expect(format(reversed, { b: '1', a: '2' })).toEqual(format(tensors, { a: '2', b: '1' }));
  });

  it('starts the data at a multiple of eight bytes', () => {
    for (const name of ['a', 'ab', 'abc', 'abcd']) {
      const bytes = format({ [name]: { shape: [1], data: Float32Array.of(1) } }, {});
      expect(headerBytes(bytes, bytes.length) % 8).toBe(0);
    }
  });
});

describe('a hostile safetensors file', () => {
  const cases: Record<string, [bytes: Uint8Array, message: string]> = {
    'no bytes': [new Uint8Array(), 'fewer than eight'],
    'a header of 2⁶³ bytes': [Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x80), '9223372036854775808'],
    'a header of more than 100 MB': [Uint8Array.of(1, 0xe1, 0xf5, 0x05, 0, 0, 0, 0), '100000001'],
    'a header longer than the file': [Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 'the file has 8'],
    'a header that is not JSON': [file('{"a":'), 'not JSON'],
    'a header that is not UTF-8': [Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), 'not JSON'],
    'a header that is a list': [file('[]'), 'not a JSON object'],
    'a million nested lists': [file(`{"a":${'['.repeat(1_000_000)}`), 'nested'],
    'a million and one names': [
      file(`{${Array.from({ length: 1_000_001 }, (_, i) => `"${i}":0`).join()}}`),
      'more than 1000000 keys',
    ],
    'an endless name': [file(`{"${'a'.repeat(100_000)}":0}`), '100000 characters'],
    'equal names': [file(`{"a":${entry('[0]', 0, 0)},"\\u0061":${entry('[0]', 0, 0)}}`), 'twice'],
    'a tensor named __proto__': [file(`{"__proto__":${entry('[1]', 0, 4)}}`, 4), '__proto__'],
    'metadata named __proto__': [file('{"__metadata__":{"__proto__":"x"}}'), '__metadata__'],
    'metadata that is not text': [file('{"__metadata__":{"a":1}}'), '__metadata__'],
    'an entry that is null': [file('{"a":null}'), 'no description'],
    'an entry with more keys': [
      file('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"x":1}}', 4),
      'keys',
    ],
    'an unknown type': [file(`{"a":${entry('[1]', 0, 4, 'constructor')}}`, 4), 'unknown type'],
    'a negative size': [file(`{"a":${entry('[-1]', 0, 4)}}`, 4), 'not a list of sizes'],
    'a fractional size': [file(`{"a":${entry('[0.5]', 0, 2)}}`, 2), 'not a list of sizes'],
    'a shape that overflows': [file(`{"a":${entry('[1048576,1048576,1048576]', 0, 4)}}`, 4), 'overflows'],
    'a shape that overflows past a zero': [
      file(`{"a":${entry('[0,4294967296,4294967296]', 0, 0)}}`),
      'overflows',
    ],
    'descending offsets': [file(`{"a":${entry('[1]', 4, 0)}}`, 4), 'ascending'],
    'offsets beyond the file': [file(`{"a":${entry('[2]', 0, 8)}}`, 4), 'end at byte'],
    'offsets that do not fit the shape': [file(`{"a":${entry('[2]', 0, 4)}}`, 4), 'needs 8 bytes'],
    'overlapping tensors': [
      file(`{"a":${entry('[1]', 0, 4)},"b":${entry('[1]', 2, 6)}}`, 6),
      'starts at byte',
    ],
    'a gap between tensors': [
      file(`{"a":${entry('[1]', 0, 4)},"b":${entry('[1]', 6, 10)}}`, 10),
      'starts at byte',
    ],
    'bytes that belong to no tensor': [file(`{"a":${entry('[1]', 0, 4)}}`, 8), 'end at byte'],
  };

  for (const [name, [bytes, message]] of Object.entries(cases)) {
    it(`is refused for ${name}`, () => {
      const error = refusal(bytes);
      expect(error?.code).toBe('bad-checkpoint');
      expect(error?.message).toContain(message);
    });
  }

  it('cannot change the prototype of objects', () => {
    refusal(file(`{"__proto__":${entry('[1]', 0, 4)},"a":{"__proto__":{"dtype":"F32"}}}`, 4));
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('dtype' in {}).toBe(false);
  });

  it('of random bytes throws nothing but RetortErrors', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), (bytes) => {
        expect(refusal(bytes)?.code).toBe('bad-checkpoint');
      }),
      { numRuns: 300 },
    );
  });

  it('of random text behind a true header length throws nothing but RetortErrors', () => {
    const pieces = constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      'a',
      '1',
      '"dtype"',
      '"F32"',
      'null',
    );
    assert(
      property(record({ a: pieces, b: pieces, c: pieces, d: pieces, e: pieces }), (parts) => {
        expect(refusal(file(Object.values(parts).join('')))?.code ?? 'bad-checkpoint').toBe('bad-checkpoint');
      }),
      { numRuns: 300 },
    );
  });

  it('made from a good one by changing bytes throws nothing but RetortErrors and holds no more than its bytes', () => {
    const change = record({ at: nat(fromPython.length - 1), to: integer({ min: 0, max: 255 }) });
    assert(
      property(change, change, nat(fromPython.length), (first, second, length) => {
        const bytes = fromPython.slice(0, length % 3 === 0 ? length : fromPython.length);
        for (const { at, to } of [first, second]) if (at < bytes.length) bytes[at] = to;
        if (refusal(bytes) !== null) return;
        const values = Object.values(parse(bytes).tensors).reduce((sum, { data }) => sum + data.length, 0);
        expect(values * 2).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
});

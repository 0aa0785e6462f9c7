import { RetortError } from '../../protocol/failure.ts';
import type { Files } from '../ports.ts';
import { say } from '../../text/say.ts';

export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** Where its bytes lie in the archive. */
  readonly offset: number;
  readonly length: number;
}

const block = 512;
/** Large enough that headers of small images come many at a time, small enough to be nothing beside a data set. */
const windowBytes = 4 * 1024 * 1024;

/**
 * Files and folders of an uncompressed tar archive with the places of their bytes, so that samples can be read in any
 * order. Libraries read archives as a stream and don't say where an entry lies, hence these lines.
 * Format: POSIX.1-1988 ustar with its prefix, pax `path` and `size` (POSIX.1-2001), GNU long names and binary sizes.
 * Throws `truncated-tar` when the file ends before its end mark, `not-a-tar` when a header's checksum is wrong.
 */
export async function tarIndex(path: string, files: Files): Promise<readonly TarEntry[]> {
  const total = (await files.stat(path))?.bytes ?? 0;
  const read = windowed(path, files);
  const entries: TarEntry[] = [];
  let long: Partial<Record<'path' | 'size', string>> = {};
  for (let at = 0; ;) {
    const header = await read(at, block);
    if (header.length < block) throw at === 0 ? notTar(path) : truncated(path, total);
    if (header.every((byte) => byte === 0)) return entries;
    if (!hasChecksum(header)) throw notTar(path);
    const type = String.fromCharCode(header[156] ?? 0);
    const length = long.size === undefined ? number(header.subarray(124, 136)) : Number(long.size);
    const offset = at + block;
    if (!Number.isSafeInteger(length) || length < 0) throw notTar(path);
    if (offset + length > total) throw truncated(path, total);
    at = offset + Math.ceil(length / block) * block;
    if (type === 'x') {
      long = { ...long, ...pax(await read(offset, length)) };
    } else if (type === 'L') {
      long = { ...long, path: text(await read(offset, length)) };
    } else {
      const name = long.path ?? ustarName(header);
      if (type === '0' || type === '\0' || type === '7') entries.push({ name, kind: 'file', offset, length });
      if (type === '5') entries.push({ name, kind: 'folder', offset, length: 0 });
      // A global header says nothing of the next entry, so it leaves what is kept for it alone.
      if (type !== 'g') long = {};
    }
  }
}

/** Reads ranges through one window that moves forward: an archive of small files is then read in few pieces. */
function windowed(path: string, files: Files) {
  let start = 0;
  let bytes = new Uint8Array(0);
  return async (offset: number, length: number): Promise<Uint8Array> => {
    if (offset < start || offset + length > start + bytes.length) {
      start = offset;
      bytes = new Uint8Array(await files.read(path, { offset, length: Math.max(length, windowBytes) }));
    }
    return bytes.subarray(offset - start, offset - start + length);
  };
}

/** The sum of a header's bytes with its checksum field read as blanks. */
function hasChecksum(header: Uint8Array): boolean {
  let sum = 8 * 0x20;
  for (let i = 0; i < block; i++) if (i < 148 || i >= 156) sum += header[i] ?? 0;
  return sum === number(header.subarray(148, 156));
}

/** Text up to the first zero byte. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

/** An octal number, or with the first bit set GNU's big-endian binary one. */
function number(field: Uint8Array): number {
  const [first = 0] = field;
  if (first < 0x80) return parseInt(text(field).trim() || '0', 8);
  return field.subarray(1).reduce((value, byte) => value * 256 + byte, first & 0x7f);
}

function ustarName(header: Uint8Array): string {
  const name = text(header.subarray(0, 100));
  const ustar = text(header.subarray(257, 263)) === 'ustar';
  const prefix = ustar ? text(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records `<length> <key>=<value>\n`; the length counts the whole record in bytes. */
function pax(bytes: Uint8Array): Partial<Record<'path' | 'size', string>> {
  const found: Partial<Record<'path' | 'size', string>> = {};
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = parseInt(text(bytes.subarray(at, space)), 10);
    if (space === -1 || !(length > 0)) break;
    const record = text(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    const key = record.slice(0, equals);
    if (key === 'path' || key === 'size') found[key] = record.slice(equals + 1);
    at += length;
  }
  return found;
}

const truncated = (path: string, total: number) =>
  new RetortError({
    code: 'truncated-tar',
    message: say`${path} ends after ${total} bytes, before its end mark or in the middle of a file.`,
    where: path,
    next: say`Fetch or make the archive again: it is incomplete.`,
  });

const notTar = (path: string) =>
  new RetortError({
    code: 'not-a-tar',
    message: say`${path} is no tar archive, or is damaged: a header's checksum is wrong.`,
    where: path,
    next: say`Use an uncompressed .tar (unpack .tar.gz to .tar first), or the folder itself.`,
  });

import { badCheckpoint } from './safetensors-error.ts';
import { say } from '../../text/say.ts';

const quote = 0x22;
const backslash = 0x5c;
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** An object of tensors, a tensor, its shape. */
const deepest = 3;

/** A quarter of a million tensors with their descriptions. JSON.parse takes minutes for ten million different keys. */
const mostKeys = 1_000_000;

const longestName = 1000;

/**
 * Looks over a header before it is parsed: JSON.parse would build a hundred megabytes of nested lists, and keeps
 * the last of equal names without a word. Throws `bad-checkpoint` for either, and for too many or too long names. Other defects are JSON.parse's to find.
 */
export function checkOutline(bytes: Uint8Array): void {
  const names = new Set<string>();
  const decoder = new TextDecoder();
  let depth = 0;
  let keys = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === openBrace || byte === openBracket) {
      if (++depth > deepest) throw badCheckpoint(say`its header is nested too deeply`);
    } else if (byte === closeBrace || byte === closeBracket) {
      depth--;
    } else if (byte === quote) {
      const end = endOfString(bytes, i);
      if (isKey(bytes, end)) {
        if (++keys > mostKeys) throw badCheckpoint(say`its header has more than ${mostKeys} keys`);
        if (depth === 1) add(names, unescape(decoder.decode(bytes.subarray(i, end + 1))));
      }
      i = end;
    }
  }
}

function add(names: Set<string>, name: string): void {
  if (name.length > longestName) throw badCheckpoint(say`a name has ${name.length} characters`);
  if (names.has(name)) throw badCheckpoint(say`the name ${name.slice(0, 80)} appears twice`);
  names.add(name);
}

/** Index of the closing quote, or of the last byte. */
function endOfString(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== quote) i += bytes[i] === backslash ? 2 : 1;
  return Math.min(i, bytes.length - 1);
}

/** Whether a colon follows. */
function isKey(bytes: Uint8Array, end: number): boolean {
  let i = end + 1;
  while (i < bytes.length && (bytes[i] ?? 0) <= 0x20) i++;
  return bytes[i] === 0x3a;
}

function unescape(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

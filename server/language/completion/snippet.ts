/** A place to fill in: what stands there at first, and what else may. */
export interface Slot {
  readonly words: readonly string[];
}

/** Text to write, with places to fill in. */
export type Piece = string | Slot;

export const slot = (...words: readonly string[]): Slot => ({ words });

/** The pieces as LSP's snippets have them: `weight: ${1:1}`, `loss: ${1|hard,kd|}`. */
export function snippetOf(pieces: readonly Piece[]): string {
  let slots = 0;
  return pieces
    .map((piece) => (typeof piece === 'string' ? escaped(piece) : slotText(piece.words, (slots += 1))))
    .join('');
}

function slotText(words: readonly string[], number: number): string {
  const [first, second] = words;
  if (first === undefined) return `\${${number}}`;
  if (second === undefined) return `\${${number}:${escaped(first)}}`;
  return `\${${number}|${words.map((word) => escaped(word).replace(/[,|]/g, String.raw`\$&`)).join(',')}|}`;
}

const escaped = (text: string): string => text.replace(/[\\$}]/g, String.raw`\$&`);

/** The pieces as one reads them before they are filled in. */
export const shown = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : (piece.words[0] ?? '…'))).join('');

/** Pieces with something between them. */
export const joined = (parts: readonly (readonly Piece[])[], between: string): readonly Piece[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [between, ...part]));

/** A piece of a log by its bytes. */
export interface LogPiece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What is shown of a log. */
export interface LogText {
  readonly text: string;
  /** Byte that comes next; null: nothing has been read. */
  readonly next: number | null;
}

const mostCharacters = 512 * 1024;

/** A piece added; another attempt's log begins anew. What is far back goes, from the beginning of a line. */
export function addPiece(before: LogText, piece: LogPiece): LogText {
  const goesOn = before.next !== null && piece.from === before.next;
  const text = goesOn ? before.text + piece.text : piece.text;
  const kept =
    text.length <= mostCharacters ? text : text.slice(text.indexOf('\n', text.length - mostCharacters) + 1);
  return { text: kept, next: piece.to };
}

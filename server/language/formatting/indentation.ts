import type { Lexeme } from '../../recipe/lexemes.ts';
import { commentIndent, isClosing, isOpening, levelsAfter, step, type Level } from './levels.ts';
import type { Line } from './lines.ts';

/** Where a line goes. */
export interface Indent {
  readonly to: number;
  /** Where further lines of a quoted or plain piece go. */
  readonly hanging: number;
  /** Of the text of a block scalar: the column that goes to `to`; what is right of it belongs to the text. */
  readonly from: number;
}

/** A bracket that is open. Those that a line opens together indent once. */
interface Bracket {
  readonly line: number;
  readonly depth: number;
}

interface Open {
  readonly levels: readonly Level[];
  readonly brackets: readonly Bracket[];
}

/** How far each line is indented when every level is two spaces. */
export function indents(lines: readonly Line[]): readonly Indent[] {
  const result: Indent[] = [];
  let open: Open = { levels: [], brackets: [] };
  let comments: number[] = [];
  const settle = (after: readonly Level[]): void => {
    for (const index of comments) {
      const to = commentIndent(columnOf(lines[index]), open.levels, after);
      result[index] = { to, hanging: to, from: 0 };
    }
    comments = [];
  };
  for (const [index, line] of lines.entries()) {
    const [first] = line.pieces;
    if (first?.kind === 'block') {
      result.push(ofBlock(first, lines[index - 1], open));
      continue;
    }
    let to = 0;
    if (open.brackets.length > 0) to = ofFlow(open, first);
    else if (first?.kind === 'comment') comments.push(index);
    else if (first !== undefined) {
      const placed = isMark(first) ? { levels: [], indent: 0 } : levelsAfter(open.levels, line);
      settle(placed.levels);
      open = { ...open, levels: placed.levels };
      to = placed.indent;
    }
    open = { ...open, brackets: bracketsAfter(open.brackets, line, index) };
    const hanging = open.brackets.length > 0 ? ofFlow(open) : indentOf(open.levels) + step;
    result.push({ to, hanging, from: 0 });
  }
  settle([]);
  return result;
}

const columnOf = (line: Line | undefined): number =>
  line === undefined ? 0 : (line.pieces[0]?.range.start ?? line.start) - line.start;

const indentOf = (levels: readonly Level[]): number => levels.at(-1)?.indent ?? 0;

/** What begins and ends a document has no indentation. */
const isMark = ({ kind }: Lexeme): boolean =>
  kind === 'doc-start' || kind === 'doc-end' || kind === 'directive-line';

/** A closing bracket goes back to where its line began, except under a key: YAML wants it right of that. */
function ofFlow({ levels, brackets }: Open, first?: Lexeme): number {
  const depth = brackets.at(-1)?.depth ?? 0;
  const isBack = first !== undefined && isClosing(first) && (depth > 1 || levels.at(-1)?.isFlow === true);
  return indentOf(levels) + step * (isBack ? depth - 1 : depth);
}

function bracketsAfter(before: readonly Bracket[], { pieces }: Line, line: number): readonly Bracket[] {
  const brackets = [...before];
  for (const piece of pieces) {
    const last = brackets.at(-1);
    if (isOpening(piece)) brackets.push({ line, depth: (last?.depth ?? 0) + (last?.line === line ? 0 : 1) });
    else if (isClosing(piece)) brackets.pop();
  }
  return brackets;
}

/** A header such as `|2` says itself how far the text is right of what holds it. */
function ofBlock({ source }: Lexeme, before: Line | undefined, { levels }: Open): Indent {
  const header = before?.pieces.find(({ kind }) => kind === 'block-scalar-header');
  const holder = levels.at(-1);
  const [to, from] = /\d/.test(header?.source ?? '')
    ? [holder?.indent ?? 0, holder?.column ?? 0]
    : [indentOf(levels) + step, /^ *(?=[^ \r\n])/m.exec(source)?.[0].length ?? 0];
  return { to, from, hanging: to };
}

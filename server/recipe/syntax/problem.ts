import type { ErrorCode, YAMLError } from 'yaml';
import type { Fix, Problem } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { lineEnd, lineStart } from '../fixes/style.ts';
import { sure } from '../nearest.ts';
import {
  commaAt,
  stray,
  surroundingsOf,
  unclosed,
  unquoted,
  withoutComma,
  type Surroundings,
} from './brackets.ts';
import { colonInValue, withoutColon } from './colons.ts';
import { indentation } from './indentation.ts';
import { contentAt, put, restAt, type Slip } from './slip.ts';
import { spacesFor } from './tabs.ts';

/** What the YAML library stumbled over, in words of ours: what was meant, on its line, and what to do. */
export function syntaxProblem(error: YAMLError, text: string): Problem {
  if (error.code === 'TAB_AS_INDENT') return tab(text, Math.min(error.pos[0], text.length));
  const { message, range, fix } = slipOf(error, text);
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message,
    range,
    ...(fix === undefined ? {} : { fixes: [isGuess(fix) ? fix : sure(fix)] }),
  };
}

/** What takes away may take what was meant, and what closes a bracket or a quote may stand in another place. */
const isGuess = ({ edits }: Fix): boolean =>
  edits.every(({ text }) => text === '' || /^\s*["'\]}]/u.test(text));

function tab(text: string, offset: number): Problem {
  const start = lineStart(text, offset);
  const [blanks = ''] = /^[ \t]*/u.exec(text.slice(start, lineEnd(text, start))) ?? [];
  const range = { start, end: start + blanks.length };
  return {
    code: 'yaml-tab',
    severity: 'error',
    message: say`A tab indents this line; YAML allows only spaces. Replace it with spaces.`,
    range: { start: offset, end: Math.max(offset, range.end) },
    fixes: [sure(put(say`Indent with spaces`, range, spacesFor(text, offset)))],
  };
}

/** A carriage return that no line feed follows ends no line for the library. */
const loneReturn = /\r(?!\n)/u;

function slipOf({ code, pos }: YAMLError, text: string): Slip {
  if (loneReturn.test(text)) {
    const message = say`Lines end with a carriage return alone, which YAML readers don't take for a line break. Save the file with line ends of Unix or Windows.`;
    return { message, range: contentAt(text, 0) };
  }
  const offset = Math.min(pos[0], text.length);
  const around = surroundingsOf(text, offset);
  switch (code) {
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return beforeColon(text, offset, around);
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return missing(text, offset, around);
    case 'BLOCK_IN_FLOW':
      return withoutComma(text, offset) ?? colonInValue(text, offset, true) ?? other(text, offset);
    case 'UNEXPECTED_TOKEN':
      return unexpected(text, offset, around);
    default:
      return ofWord(code, text, offset);
  }
}

/** A colon follows what can't be a key: because of its own line, or the next one. */
function beforeColon(text: string, offset: number, { open }: Surroundings): Slip {
  if (open.length > 0) return other(text, offset);
  const isValue = /[:\-?][ \t]+$/u.test(text.slice(lineStart(text, offset), offset));
  const line = contentAt(text, offset);
  if (/^\s*-\s/u.test(text.slice(offset, line.end))) {
    const message = say`An entry of a list stands beside keys. Begin all of them with a dash, or none.`;
    return { message, range: restAt(text, offset) };
  }
  if (!isValue || /^\s*-[ \t]+$/u.test(text.slice(lineStart(text, offset), offset))) {
    return withoutColon(text, offset);
  }
  if (/^-[A-Za-z]/u.test(text.slice(line.start, line.end))) return indentation(text, offset);
  return colonInValue(text, offset, false) ?? indentation(text, nextWritten(text, line.end));
}

/** Where the next line with something on it is. */
function nextWritten(text: string, offset: number): number {
  const found = text.slice(offset).search(/\S/u);
  return found < 0 ? offset : offset + found;
}

/** A bracket, a quotation mark, a space or a colon that isn't there, or a line in the wrong column. */
function missing(text: string, offset: number, { open, quoted }: Surroundings): Slip {
  if (quoted !== null && quoted.range.end >= text.trimEnd().length) return unquoted(text, quoted);
  if (text.charAt(offset) === '#') {
    const at = { start: offset, end: offset };
    const message = say`Expected a space before the # of a comment.`;
    return { message, range: restOfLine(text, offset), fix: put(say`Insert a space`, at, ' ') };
  }
  const bracket = unclosed(text, open, offset);
  if (bracket !== null) return bracket;
  const { start } = contentAt(text, offset);
  return start < offset || text.charAt(offset - 1) === '\n'
    ? atLine(text, offset, start)
    : withoutColon(text, offset);
}

const restOfLine = (text: string, start: number) => ({ start, end: lineEnd(text, start) });

/** The library stands at the beginning of a line, or after its dash: too far left or right, or without a colon. */
function atLine(text: string, offset: number, start: number): Slip {
  const rest = restAt(text, Math.max(offset, start));
  const hasColon = /:(?:\s|$)/u.test(text.slice(rest.start, rest.end));
  return /\s/u.test(text.charAt(offset)) || hasColon ? indentation(text, offset) : withoutColon(text, offset);
}

function unexpected(text: string, offset: number, { open }: Surroundings): Slip {
  const found = stray(text, offset);
  if (found !== null) return found;
  if (open.length > 0) return commaAt(text, text.slice(0, offset).trimEnd().length);
  const line = contentAt(text, offset);
  if (line.start === offset) return indentation(text, offset);
  if (text.charAt(offset) === '-') {
    const message = say`A list begins on a line of its own, below its key. Put the dash there, or write the list in brackets.`;
    return { message, range: restAt(text, offset) };
  }
  const message = say`Nothing can follow a value in quotes or brackets. Remove it, or put all of the value in quotes.`;
  return { message, range: restAt(text, offset) };
}

/** What is wrong with one word. */
function ofWord(code: ErrorCode, text: string, offset: number): Slip {
  const rest = restAt(text, offset);
  const word = { start: offset, end: offset + (/^\S+/u.exec(text.slice(offset, rest.end))?.[0].length ?? 0) };
  switch (code) {
    case 'BAD_DQ_ESCAPE': {
      const message = say`A backslash between double quotes begins an escape, and this is none. Write two backslashes, or single quotes.`;
      const range = { start: offset, end: Math.min(offset + 2, rest.end) };
      const at = { start: offset, end: offset };
      return { message, range, fix: put(say`Write two backslashes`, at, '\\') };
    }
    case 'BAD_SCALAR_START': {
      const written = text.slice(word.start, word.end).replace(/[,}\]]+$/u, '');
      const range = { start: word.start, end: word.start + written.length };
      const message = say`A value can't begin with ${written.charAt(0)}. Put it in quotes.`;
      return /["\\`]/u.test(written)
        ? { message, range }
        : { message, range, fix: put(say`Put it in quotes`, range, `"${written}"`) };
    }
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
    case 'MULTIPLE_TAGS': {
      const written = text.slice(word.start, word.end);
      const [blanks = ''] = /^[ \t]*/u.exec(text.slice(word.end, rest.end)) ?? [];
      const whole = { start: word.start, end: word.end + blanks.length };
      const message = say`Recipes have no tags such as ${written}. Remove it.`;
      return { message, range: word, fix: put(say`Remove ${written}`, whole, '') };
    }
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
    case 'BAD_PROP_ORDER':
      return {
        message: say`An anchor or alias can't stand like this. Write &name before the value that is repeated, and *name alone where it is repeated.`,
        range: rest,
      };
    case 'BAD_DIRECTIVE':
      return {
        message: say`A line that begins with % tells YAML itself something, and this is unknown. Remove it.`,
        range: rest,
      };
    case 'KEY_OVER_1024_CHARS':
      return { message: say`This key has more than 1024 characters. Shorten it.`, range: rest };
    default:
      return other(text, offset);
  }
}

const other = (text: string, offset: number): Slip => ({
  message: say`This can't be read as YAML. Look at the colons, commas, quotes and brackets of this line and of the one before it.`,
  range: restAt(text, offset),
});

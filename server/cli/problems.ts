import type { Problem } from '../protocol/problem.ts';
import { offsetAt, positionAt } from '../recipe/position.ts';
import { printable, type Paint } from './paint.ts';
import { say } from '../text/say.ts';
import { wide } from '../recipe/table.ts';

/** A place in a text as people and compilers count: both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The whole line, without its end. */
  readonly source: string;
}

/** Where a UTF-16 offset is. */
export function placeOf(text: string, offset: number): Place {
  const { line, character } = positionAt(text, offset);
  const start = offsetAt(text, { line, character: 0 });
  const [source = ''] = text.slice(start).split(/[\r\n]/, 1);
  return { line: line + 1, column: character + 1, source };
}

/** One problem as a compiler prints it: place, severity, code, message, the line, and a caret under what is meant. */
export function formatProblem(path: string, text: string, problem: Problem, paint: Paint): string {
  const colour = { error: paint.red, warning: paint.yellow, information: paint.cyan, hint: paint.dim }[
    problem.severity
  ];
  const { line, column } = placeOf(text, problem.range.start);
  return [
    `${paint.bold(`${path}:${line}:${column}`)} ${colour(severityWord(problem.severity))} ${paint.bold(problem.code)}: ${printable(problem.message)}`,
    ...excerpt(text, problem.range, colour),
    ...(problem.fixes ?? []).map(({ title }) => `  ${paint.green(say`fix`)}: ${printable(title)}`),
    ...(problem.related ?? []).map(({ message, range }) => {
      const place = placeOf(text, range.start);
      return `  ${paint.dim(`${path}:${place.line}:${place.column}`)} ${printable(message)}`;
    }),
  ].join('\n');
}

/** Longest piece of a line that is shown. */
const widest = 160;

/** The line, and carets as far as the range goes on it. Long lines are cut around the place. */
function excerpt(text: string, range: Problem['range'], colour: (text: string) => string): readonly string[] {
  const { column, source } = placeOf(text, range.start);
  if (source.trim() === '') return [];
  const from = column <= widest * 0.75 ? 0 : column - Math.floor(widest / 2);
  const shown = printable(source.slice(from, from + widest));
  const before = shown.slice(0, column - 1 - from);
  const length = Math.max(1, Math.min(range.end - range.start, shown.length - before.length));
  const under = shown.slice(before.length, before.length + length);
  // Tabs stay and wide characters become wide spaces, so that the caret stands under its character.
  const gap = before.replaceAll(wide, '\u3000').replaceAll(/[^\t\u3000]/g, ' ');
  const carets = '^'.repeat(length + (under.match(wide)?.length ?? 0));
  return [`  ${shown}`, `  ${gap}${colour(carets)}`];
}

const severityWord = (severity: Problem['severity']): string =>
  ({
    error: say`error`,
    warning: say`warning`,
    information: say`information`,
    hint: say`hint`,
  })[severity];

const counting = (severity: Problem['severity'], count: number): string =>
  ({
    error: count === 1 ? say`1 error` : say`${count} errors`,
    warning: count === 1 ? say`1 warning` : say`${count} warnings`,
    information: count === 1 ? say`1 remark` : say`${count} remarks`,
    hint: count === 1 ? say`1 hint` : say`${count} hints`,
  })[severity];

/** `2 errors, 1 warning`, or `no problems`. */
export function tally(problems: readonly Problem[]): string {
  const counted = (['error', 'warning', 'information', 'hint'] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [counting(severity, count)];
  });
  return counted.length === 0 ? say`no problems` : counted.join(', ');
}

/** Problems for programs: line and column from 1 beside the offsets. */
export const problemRows = (text: string, problems: readonly Problem[]) =>
  problems.map((problem) => {
    const { line, column } = placeOf(text, problem.range.start);
    return { ...problem, line, column };
  });

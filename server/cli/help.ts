import type { Command, Option } from './command.ts';
import { commonOptions } from './command.ts';
import type { CommandEntry } from './commands/index.ts';
import { exitCodes } from './exit-codes.ts';
import type { Paint } from './paint.ts';
import { say, translated } from '../text/say.ts';
import { padded, widthOf } from '../recipe/table.ts';

/** `retort help`. */
export const overview = (commands: readonly CommandEntry[], paint: Paint): string =>
  [
    say`${paint.bold('retort')} distils a large neural network into a small one.`,
    '',
    paint.bold(say`Usage`),
    '  retort COMMAND …',
    '',
    paint.bold(say`Commands`),
    ...indented(commands.map(({ name, summary }) => [name, translated(summary)])),
    '',
    say`\`retort COMMAND --help\` explains one. \`retort --version\` prints the version.`,
    say`Every command takes --json: one JSON value, or a line of JSON for each thing that happens.`,
    '',
    paint.bold(say`Exit codes`),
    ...indented(
      Object.values(exitCodes).map(({ code, meaning }) => [String(code).padStart(3), translated(meaning)]),
    ),
  ].join('\n');

/** `retort COMMAND --help`. */
export function explain(command: Command, summary: string, paint: Paint): string {
  const { name, operands, options, notes } = command;
  const all = Object.entries({ ...options, ...commonOptions });
  return [
    `${paint.bold(`retort ${name}`)}: ${translated(summary)}`,
    '',
    paint.bold(say`Usage`),
    `  ${['retort', name, ...operands.map(usageOf), ...Object.entries(options).map(optionUsage)].join(' ')}`,
    '',
    ...indented([
      ...operands.map(({ name: operand, summary: meaning }): [string, string] => [
        operand,
        translated(meaning),
      ]),
      ...all.map(([option, { value, summary: meaning }]): [string, string] => [
        `--${option}${value === undefined ? '' : ` ${value}`}`,
        translated(meaning),
      ]),
    ]),
    ...(notes === undefined ? [] : ['', translated(notes)]),
  ].join('\n');
}

const usageOf = ({ name, optional }: Command['operands'][number]): string => (optional ? `[${name}]` : name);

const optionUsage = ([name, { value }]: [string, Option]): string =>
  `[--${name}${value === undefined ? '' : ` ${value}`}]`;

function indented(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => widthOf(left)));
  return rows.map(([left, right]) => `  ${padded(left, width)}  ${right}`);
}

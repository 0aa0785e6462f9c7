import type { Command, Option } from './command.ts';
import { commonOptions } from './command.ts';
import type { CommandEntry } from './commands/index.ts';
import { exitCodes } from './exit-codes.ts';
import type { Paint } from './paint.ts';

/** `retort help`. */
export const overview = (commands: readonly CommandEntry[], paint: Paint): string =>
  [
    `${paint.bold('retort')} distils a large neural network into a small one.`,
    '',
    paint.bold('Usage'),
    '  retort COMMAND …',
    '',
    paint.bold('Commands'),
    ...indented(commands.map(({ name, summary }) => [name, summary])),
    '',
    '`retort COMMAND --help` explains one. `retort --version` prints the version.',
    'Every command takes --json: one JSON value, or a line of JSON for each thing that happens.',
    '',
    paint.bold('Exit codes'),
    ...indented(Object.values(exitCodes).map(({ code, meaning }) => [String(code).padStart(3), meaning])),
  ].join('\n');

/** `retort COMMAND --help`. */
export function explain(command: Command, summary: string, paint: Paint): string {
  const { name, operands, options, notes } = command;
  const all = Object.entries({ ...options, ...commonOptions });
  return [
    `${paint.bold(`retort ${name}`)}: ${summary}`,
    '',
    paint.bold('Usage'),
    `  ${['retort', name, ...operands.map(usageOf), ...Object.entries(options).map(optionUsage)].join(' ')}`,
    '',
    ...indented([
      ...operands.map(({ name: operand, summary: meaning }): [string, string] => [operand, meaning]),
      ...all.map(([option, { value, summary: meaning }]): [string, string] => [
        `--${option}${value === undefined ? '' : ` ${value}`}`,
        meaning,
      ]),
    ]),
    ...(notes === undefined ? [] : ['', notes]),
  ].join('\n');
}

const usageOf = ({ name, optional }: Command['operands'][number]): string => (optional ? `[${name}]` : name);

const optionUsage = ([name, { value }]: [string, Option]): string =>
  `[--${name}${value === undefined ? '' : ` ${value}`}]`;

function indented(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import { commonOptions, type Command } from './command.ts';
import { say, translated } from '../text/say.ts';

/** What follows the command's name, parsed. */
export interface Arguments {
  /** An operand by its name; asked for by its command only. */
  operand(name: string): string | undefined;
  /** An operand that is not optional. */
  needed(name: string): string;
  /** Value of an option, or undefined when it was not given. */
  option(name: string): string | undefined;
  /** Whether a switch was given. */
  given(name: string): boolean;
  /** Value of an option as whole numbers between commas, no two alike. Throws `wrong-usage`. */
  numbers(name: string): readonly number[] | undefined;
}

/** Throws RetortError `wrong-usage`, which names what was not understood. */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const { values, positionals } = parseWords(command, words);
  const names = command.operands.map(({ name }) => name);
  const operands = new Map(positionals.map((value, index) => [names[index], value]));
  const missing = command.operands.find(({ name, optional }) => optional !== true && !operands.has(name));
  const surplus = positionals[names.length];
  if (values.help !== true) {
    if (missing !== undefined)
      throw usage(command, say`${missing.name} is missing: ${translated(missing.summary)}.`);
    if (surplus !== undefined) throw usage(command, say`"${surplus}" is one word too many.`);
  }
  const option = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    operand: (name) => operands.get(name),
    needed(name) {
      const value = operands.get(name);
      if (value === undefined) throw new Error(`The command ${command.name} has no operand ${name}.`);
      return value;
    },
    option,
    given: (name) => values[name] === true,
    numbers(name) {
      const value = option(name);
      if (value === undefined) return undefined;
      const numbers = value.split(',').map(Number);
      const whole = /^\d{1,9}(,\d{1,9})*$/.test(value) && new Set(numbers).size === numbers.length;
      if (whole) return numbers;
      throw usage(command, say`--${name} is "${value}"; expected whole numbers, no two alike: 1,2,3.`);
    },
  };
}

function parseWords(command: Command, words: readonly string[]) {
  const known = { ...commonOptions, ...command.options };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node explains in several sentences; the first says what is wrong.
    const [what = ''] = String(error instanceof Error ? error.message : error).split(/\. |\n/, 1);
    throw usage(command, what.replace(/\.?$/, '.'));
  }
}

/** Wrong usage of a command. */
export const usage = (command: Pick<Command, 'name'>, message: string): RetortError =>
  new RetortError({ code: 'wrong-usage', message, next: say`See \`retort ${command.name} --help\`.` });

/** Folder that holds `.retort`, absolute. */
export const workspaceOf = (given: Arguments): string => resolve(given.option('workspace') ?? '.');

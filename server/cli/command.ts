import type { Arguments } from './arguments.ts';
import type { ExitName } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** One word after `retort`. Parsing and help are made from this. */
export interface Command {
  readonly name: string;
  readonly operands: readonly Operand[];
  readonly options: Readonly<Record<string, Option>>;
  /** What a user must know that names don't say. */
  readonly notes?: string;
  readonly run: (given: Arguments, terminal: Terminal) => Promise<ExitName>;
}

export interface Operand {
  /** In capitals: `RECIPE`. */
  readonly name: string;
  readonly optional?: true;
  readonly summary: string;
}

export interface Option {
  /** What the option's value stands for (`DIR`); a switch has none. */
  readonly value?: string;
  readonly summary: string;
}

/** Options that mean the same wherever they are. */
export const workspaceOption: Option = {
  value: 'DIR',
  summary: 'folder whose .retort holds the runs (default: the current folder)',
};
export const backendOption: Option = {
  value: 'NAME',
  summary: "compute with this backend instead of the recipe's; see `retort backends`",
};
export const threadsOption: Option = {
  value: 'N',
  summary: 'processor threads (default: all but one where the backend has threads)',
};
/** What a recipe's plan can be made with instead of what it says. */
export const recipeOptions: Readonly<Record<string, Option>> = {
  seeds: { value: '1,2', summary: "train with these seeds instead of the recipe's" },
  backend: backendOption,
  threads: threadsOption,
};

/** What trains although it is expected not to fit. */
export const anywayOption: Option = {
  summary: 'train also where more memory is expected to be needed than there is',
};

/** Options of every command. */
export const commonOptions: Readonly<Record<string, Option>> = {
  json: { summary: 'answer in JSON' },
  help: { summary: 'explain the command' },
};

export const recipeOperand: Operand = { name: 'RECIPE', summary: 'a *.distill.yaml file' };
export const runOperand: Operand = {
  name: 'RUN',
  summary: 'a run: its id, the beginning of it, `last`, or its folder',
};

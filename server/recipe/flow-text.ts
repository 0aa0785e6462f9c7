import { stringify } from 'yaml';

/** A value as a recipe has it in one line: `{ kind: mlp, hidden: [ 32 ] }`. */
export const flowText = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();

import { RetortError } from '../../../protocol/failure.ts';
import { say } from '../../../text/say.ts';

/** A JSON object whose keys are read one by one. Nothing is taken from the prototype. */
export interface KerasConfig {
  /** Own value of a key; undefined when absent or null. */
  get(key: string): unknown;
  integer(key: string): number;
  number(key: string, fallback: number): number;
  boolean(key: string, fallback: boolean): boolean;
  /** Height and width: a number, or a list of one or two. */
  pair(key: string, fallback: number): number[];
  word<const W extends string>(key: string, words: readonly W[], fallback: W): W;
  /** Refuses any value but these (absent and null are always fine). */
  expect(key: string, ...values: readonly unknown[]): void;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own property of a JSON value; undefined when there is none. */
export const own = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? say`nothing` : text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

export function unsupported(where: string, key: string, value: unknown, expected: string): RetortError {
  return new RetortError({
    code: 'unsupported-layer-config',
    message: say`Layer ${where}: ${key} is ${shown(value)}, expected ${expected}.`,
    where,
    next: say`Change the layer in the model and save it again.`,
  });
}

/** Reads the config of the layer named `where`. */
export function kerasConfig(config: unknown, where: string): KerasConfig {
  const get = (key: string): unknown => own(config, key) ?? undefined;
  const fail = (key: string, expected: string): never => {
    throw unsupported(where, key, get(key), expected);
  };
  const integers = (value: unknown): value is number[] =>
    Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry));
  return {
    get,
    integer: (key) => {
      const value = get(key);
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : fail(key, say`an integer`);
    },
    number: (key, fallback) => {
      const value = get(key) ?? fallback;
      return typeof value === 'number' && Number.isFinite(value) ? value : fail(key, say`a number`);
    },
    boolean: (key, fallback) => {
      const value = get(key) ?? fallback;
      return typeof value === 'boolean' ? value : fail(key, say`true or false`);
    },
    pair: (key, fallback) => {
      const value = get(key) ?? fallback;
      const list: unknown = Array.isArray(value) ? value : [value, value];
      if (!integers(list) || list.length < 1 || list.length > 2) return fail(key, say`one or two integers`);
      const [height = 1, width = height] = list;
      return [height, width];
    },
    word: (key, words, fallback) => {
      const value = get(key) ?? fallback;
      return words.find((word) => word === value) ?? fail(key, words.join(say` or `));
    },
    expect: (key, ...values) => {
      const value = get(key);
      if (value !== undefined && !values.includes(value)) fail(key, values.map(shown).join(say` or `));
    },
  };
}

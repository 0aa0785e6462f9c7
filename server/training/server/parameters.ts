import { isAbsolute, normalize } from 'node:path';
import { RetortError } from '../../protocol/failure.ts';
import { isObject } from '../../runs/json.ts';
import { say } from '../../text/say.ts';

/** Makes sure that a value from outside is what a request takes, and gives it as that. Throws RetortError `bad-request`. */
export type Check<T> = (value: unknown, place: string) => T;

export const badRequest = (message: string): RetortError =>
  new RetortError({
    code: 'bad-request',
    message,
    next: say`Update Retort in the editor and on the command line to the same version, and reload the window.`,
  });

const expected = (place: string, what: string): RetortError => badRequest(say`${place} is not ${what}.`);

export const nothing: Check<null> = () => null;

export const text =
  (most: number): Check<string> =>
  (value, place) => {
    if (typeof value === 'string' && value.length <= most) return value;
    throw expected(place, say`a text of at most ${most} characters`);
  };

/** An absolute path. */
export const path: Check<string> = (value, place) => {
  if (typeof value === 'string' && value.length <= 8192 && isAbsolute(value) && !value.includes('\0'))
    return normalize(value);
  throw expected(place, say`an absolute path`);
};

export const whole =
  (least: number, most: number): Check<number> =>
  (value, place) => {
    if (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    throw expected(place, say`a whole number from ${least} to ${most}`);
  };

export const number: Check<number> = (value, place) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw expected(place, say`a number`);
};

export const truth: Check<boolean> = (value, place) => {
  if (typeof value === 'boolean') return value;
  throw expected(place, say`true or false`);
};

export const oneOf =
  <const T extends string>(...words: readonly T[]): Check<T> =>
  (value, place) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw expected(place, words.join(say` or `));
  };

export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value, place) =>
    value === null ? null : check(value, place);

export const listOf =
  <T>(check: Check<T>, most: number): Check<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value) || value.length > most)
      throw expected(place, say`a list of at most ${most} things`);
    return value.map((item: unknown, index) => check(item, `${place}[${index}]`));
  };

type Checks = Readonly<Record<string, Check<unknown>>>;
type Checked<C extends Checks> = { readonly [K in keyof C]: ReturnType<C[K]> };

/** An object with these keys, and of others that may be missing. What else it has is left out. */
export const object =
  <C extends Checks, O extends Checks>(needed: C, optional: O): Check<Checked<C> & Partial<Checked<O>>> =>
  (value, place) => {
    if (!isObject(value)) throw expected(place, say`an object`);
    const entries = [
      ...Object.entries(needed).map(([key, check]) => [key, check(value[key], `${place}.${key}`)] as const),
      ...Object.entries(optional).flatMap(([key, check]) =>
        value[key] === undefined ? [] : [[key, check(value[key], `${place}.${key}`)] as const],
      ),
    ];
    // What each entry's own check returned.
    return Object.fromEntries(entries) as Checked<C> & Partial<Checked<O>>;
  };

export const run = object({ run: path }, {});

import { expect } from 'vitest';
import type { Spoken } from '../cli/retort.ts';

interface Refusal {
  readonly exit: number;
  readonly code: string;
  /** File, line, stage or sample that it is about. */
  readonly where: string;
  /** What to do next. */
  readonly next: RegExp | string;
}

const message = /^(?:.* )?error ([a-z-]+): /gm;

/** A frame of a stack, or a place in our own program: nothing for people. */
const stack = /^\s+at .+:\d+:\d+\)?$|\.(js|ts):\d+/m;

/** One message, with code, place and next step, and an exit code that says the same. */
export function expectRefused({ code: exit, stdout, stderr }: Spoken, refusal: Refusal): void {
  const text = stderr + stdout;
  expect({ exit, codes: [...text.matchAll(message)].map(([, code]) => code) }, text).toEqual({
    exit: refusal.exit,
    codes: [refusal.code],
  });
  expect(text).toContain(refusal.where);
  expect(text).toMatch(refusal.next);
  expect(text).not.toMatch(stack);
}

import { expect, test } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { answering } from '../../../server/language/shell/answer.ts';

const failures: unknown[] = [];
const safely = answering(Promise.resolve('core'), (error) => failures.push(error));

test('an answer is made of what is loaded and what is asked', async () => {
  const answer = safely('nothing', (core, asked: string) => `${core} ${asked}`);
  expect(await answer('hover', new CancellationTokenSource().token)).toBe('core hover');
});

test('what was cancelled before it began is not begun', async () => {
  let begun = false;
  const source = new CancellationTokenSource();
  const answer = safely(null, () => {
    begun = true;
    return null;
  })(null, source.token);
  source.cancel();
  const refusal = await answer;
  expect(refusal instanceof ResponseError && refusal.code).toBe(LSPErrorCodes.RequestCancelled);
  expect(begun).toBe(false);
});

test('what fails leaves its trace and answers with nothing', async () => {
  const failure = new Error('a defect');
  const answer = safely('nothing', () => Promise.reject(failure));
  expect(await answer(null, new CancellationTokenSource().token)).toBe('nothing');
  expect(failures).toEqual([failure]);
});

import { expect, it } from 'vitest';
import { coalesced } from '../../../extension/training/coalesce.ts';

/** Work that is ended by hand, and a promise of its next beginning. */
function work() {
  const begun: { end: () => void; fail: (error: unknown) => void }[] = [];
  let tell = (): void => undefined;
  const failed: unknown[] = [];
  const soon = coalesced(
    () =>
      new Promise<void>((resolve, reject) => {
        begun.push({ end: resolve, fail: reject });
        tell();
      }),
    0,
    (error) => failed.push(error),
  );
  return { soon, begun, failed, beginning: () => new Promise<void>((resolve) => (tell = resolve)) };
}

const idle = () => new Promise((resolve) => setTimeout(resolve));

it('works once for many that ask at once', async () => {
  const { soon, begun, beginning } = work();
  const begins = beginning();
  soon();
  soon();
  soon();
  await begins;
  begun[0]?.end();
  await idle();
  await idle();
  expect(begun).toHaveLength(1);
});

it('works once more for those who ask while it is at work, and never twice at once', async () => {
  const { soon, begun, beginning } = work();
  const first = beginning();
  soon();
  await first;
  soon();
  soon();
  await idle();
  expect(begun).toHaveLength(1);
  const second = beginning();
  begun[0]?.end();
  await second;
  expect(begun).toHaveLength(2);
});

it('tells of failures and goes on', async () => {
  const { soon, begun, failed, beginning } = work();
  const first = beginning();
  soon();
  await first;
  begun[0]?.fail('broken');
  await idle();
  expect(failed).toEqual(['broken']);
  const second = beginning();
  soon();
  await second;
  expect(begun).toHaveLength(2);
});

it('does nothing any more once it is disposed of', async () => {
  const { soon, begun } = work();
  soon();
  soon.dispose();
  soon();
  await idle();
  await idle();
  expect(begun).toEqual([]);
});

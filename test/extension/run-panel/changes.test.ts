import { expect, it } from 'vitest';
import { changesFor } from '../../../extension/run-panel/changes.ts';
import type { ToPanel } from '../../../server/protocol/panel.ts';
import type { RunSummary } from '../../../server/protocol/training.ts';
import { summary as summaryOf } from '../summaries.ts';

/** A page whose summaries are answered by hand. */
function page() {
  const seen = { now: true };
  const posted: ToPanel[] = [];
  const asked: ((summary: RunSummary) => void)[] = [];
  const changed = changesFor(
    {
      visible: () => seen.now,
      summary: () => new Promise((resolve) => asked.push(resolve)),
      post: (message) => posted.push(message),
    },
    0,
    (error) => expect.unreachable(String(error)),
  );
  return { seen, posted, asked, changed };
}

const example = summaryOf();
const idle = () => new Promise((resolve) => setTimeout(resolve));

it('tells a page that is seen, once for many changes', async () => {
  const { asked, changed, posted } = page();
  for (let times = 0; times < 5; times++) changed();
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.(example);
  await expect.poll(() => posted).toEqual([{ type: 'changed', summary: example }]);
});

it('asks and tells nothing for a page that is hidden', async () => {
  const { seen, asked, changed, posted } = page();
  seen.now = false;
  for (let times = 0; times < 5; times++) changed();
  await idle();
  await idle();
  expect([asked, posted]).toEqual([[], []]);
});

it('asks nothing for a page that is hidden before its turn, tells nothing to one hidden meanwhile', async () => {
  const { seen, asked, changed, posted } = page();
  changed();
  seen.now = false;
  await idle();
  await idle();
  expect(asked).toEqual([]);
  seen.now = true;
  changed();
  await expect.poll(() => asked.length).toBe(1);
  seen.now = false;
  asked[0]?.(example);
  await idle();
  expect(posted).toEqual([]);
});

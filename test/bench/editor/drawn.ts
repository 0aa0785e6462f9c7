import type { Frame } from 'playwright-core';
import type { ShownRun } from '../../editor/run-panel.ts';

/** At this time (milliseconds of the wall clock) the chart of losses had drawn this step of a training, and last. */
export interface Draw {
  readonly at: number;
  readonly step: number;
}

/**
 * Begins to note in the panel's page what its chart of losses has drawn. A time is taken in a task after the animation
 * frame that follows the drawing: no earlier than the picture is handed to the screen.
 */
export async function noteDraws({ frame }: ShownRun): Promise<() => Promise<readonly Draw[]>> {
  const page = await frameOf(frame.locator('body'));
  await page.evaluate(`{
    window.draws = [];
    const chart = document.querySelector('section:has(#title-loss) .line-chart');
    const channel = new MessageChannel();
    const waiting = [];
    channel.port1.onmessage = () => window.draws.push({ at: Date.now(), step: waiting.shift() });
    new MutationObserver(() => {
      const step = Number(chart.dataset.drawnTo);
      requestAnimationFrame(() => {
        waiting.push(step);
        channel.port2.postMessage(null);
      });
    }).observe(chart, { attributeFilter: ['data-drawn-to'] });
  }`);
  return () => page.evaluate<readonly Draw[]>('window.draws');
}

async function frameOf(body: ReturnType<ShownRun['frame']['locator']>): Promise<Frame> {
  const frame = await (await body.elementHandle()).ownerFrame();
  if (frame === null) throw new Error('The panel has no frame.');
  return frame;
}

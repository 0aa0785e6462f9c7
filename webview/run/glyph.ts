import type { RunState } from '../../server/protocol/run.ts';
import { svgElement } from '../dom.ts';

const shapes: Readonly<Record<RunState | 'interrupted', string>> = {
  queued: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11M8 5v3.4l2.4 1.4',
  running: 'M5 3.2v9.6l7.5-4.8z',
  stopping: 'M4 4h8v8h-8zM6.5 6.5h3v3h-3z',
  stopped: 'M4 4h8v8h-8z',
  finished: 'M2.8 8.6l3.4 3.4l7-8',
  failed: 'M4 4l8 8M12 4l-8 8',
  interrupted: 'M9.5 1.5l-5 7h3.5l-1.5 6l5-7.5h-3.5z',
};

/** A drawing of a state; the word is always beside it. */
export const stateGlyph = (state: RunState | 'interrupted'): SVGElement =>
  svgElement(
    'svg',
    { class: `glyph ${state}`, width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svgElement('path', {
      d: shapes[state],
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.5,
      'stroke-linejoin': 'round',
      'stroke-linecap': 'round',
    }),
  );

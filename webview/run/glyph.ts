import type { RunSummary } from '../../server/protocol/training.ts';
import { svgElement } from '../dom.ts';

type Glyph = RunSummary['state'] | 'information' | 'warning' | 'error';

const shapes: Readonly<Record<Glyph, string>> = {
  queued: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11M8 5v3.4l2.4 1.4',
  running: 'M5 3.2v9.6l7.5-4.8z',
  stopping: 'M4 4h8v8h-8zM6.5 6.5h3v3h-3z',
  stopped: 'M4 4h8v8h-8z',
  finished: 'M2.8 8.6l3.4 3.4l7-8',
  failed: 'M4 4l8 8M12 4l-8 8',
  interrupted: 'M9.5 1.5l-5 7h3.5l-1.5 6l5-7.5h-3.5z',
  damaged: 'M3.5 6V1.8h6l3 3V7M3.5 10v4.2h9V11M2 8.4l3-1.6 3 2.4 3-2.2 3 1.6',
  information: 'M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12M8 7.2v3.6M8 5v.2',
  warning: 'M8 2l6.3 11.5H1.7zM8 6.5v3.2M8 11.4v.2',
  error: 'M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
};

/** A drawing of a state, or of how grave a notice is; the words are always beside it. No font needs to have it. */
export const glyph = (name: Glyph): SVGElement =>
  svgElement(
    'svg',
    { class: `glyph ${name}`, width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svgElement('path', {
      d: shapes[name],
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.5,
      'stroke-linejoin': 'round',
      'stroke-linecap': 'round',
    }),
  );

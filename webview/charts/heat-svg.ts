import type { HeatContent } from './heat-content.ts';
import { heatShapes } from './heat-shapes.ts';
import { haloWidth } from './ink.ts';
import { svgFile, tag } from './svg-text.ts';
import type { Theme } from './look.ts';

const titleHeight = 36;
const anchors = { left: 'start', center: 'middle', right: 'end' } as const;

const haloAttributes = (halo: string) => ({
  stroke: halo,
  'stroke-width': haloWidth,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
});

/** A heat map as a file of its own. */
export function heatSvg(content: HeatContent, theme: Theme): string {
  const { width, height, rectangles, labels } = heatShapes(content, theme, 960);
  return svgFile(
    { width, height: height + titleHeight, font: theme.font, background: theme.background },
    tag('title', {}, content.title),
    tag('text', { x: 8, y: 22, fill: theme.foreground, 'font-size': 14 }, content.title),
    tag(
      'g',
      { transform: `translate(0 ${titleHeight})` },
      ...rectangles.map(({ x, y, width: across, height: down, colour, alpha, hollow }) =>
        tag('rect', {
          x,
          y,
          width: across,
          height: down,
          ...(hollow ? { fill: 'none', stroke: colour } : { fill: colour, 'fill-opacity': alpha }),
        }),
      ),
      ...labels.map(({ x, y, text, colour, halo, align, turn }) =>
        tag(
          'text',
          {
            transform: `translate(${x} ${y}) rotate(${-turn})`,
            'text-anchor': anchors[align],
            fill: colour,
            ...(halo === null ? {} : haloAttributes(halo)),
          },
          text,
        ),
      ),
    ),
  );
}

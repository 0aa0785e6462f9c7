import { drawable, type LineChartContent, yRange } from './content.ts';
import { position } from './interval.ts';
import { type Markup, svgFile, tag } from './svg-text.ts';
import { colourOf, type Look, type Theme } from './look.ts';
import { ticks } from './ticks.ts';

const width = 960;
const plot = { left: 64, top: 40, width: 872, height: 360 };
const legendLine = 20;
const legendColumn = 218;

/** A chart of lines as a file of its own, with title, axes and legend. */
export function lineSvg(content: LineChartContent, theme: Theme): string {
  const x = position(content.view, content.xKind, plot.left, plot.width);
  const yScale = position(yRange(content), content.yKind, 0, plot.height);
  const y = (value: number): number => plot.top + plot.height - yScale(value);
  const names = [
    ...content.lines.map(({ label, look }) => ({ label, look })),
    ...content.references.map(({ label, look }) => ({ label, look })),
  ];
  const height = plot.top + plot.height + 56 + legendLine * Math.ceil(names.length / 4);
  return svgFile(
    { width, height, font: theme.font, background: theme.background },
    tag('title', {}, content.title),
    tag('text', { x: plot.left, y: 24, fill: theme.foreground, 'font-size': 14 }, content.title),
    tag(
      'clipPath',
      { id: 'plot' },
      tag('rect', { x: plot.left, y: plot.top, width: plot.width, height: plot.height }),
    ),
    ...axes(content, theme, x, y),
    tag(
      'g',
      { 'clip-path': 'url(#plot)', fill: 'none' },
      ...content.lines.flatMap((line) => drawLine(content, line, colourOf(theme, line.look), { x, y })),
      ...content.references.map(({ value, look }) =>
        tag('path', { d: `M${plot.left} ${y(value)}h${plot.width}`, ...stroke(theme, look, 1.25) }),
      ),
    ),
    ...names.map(({ label, look }, index) => {
      const [left, top] = [
        plot.left + legendColumn * (index % 4),
        plot.top + plot.height + 60 + legendLine * Math.floor(index / 4),
      ];
      return tag(
        'g',
        {},
        tag('path', { d: `M${left} ${top - 4}h24`, fill: 'none', ...stroke(theme, look, 2) }),
        tag('text', { x: left + 30, y: top, fill: theme.foreground }, label),
      );
    }),
  );
}

type Position = (value: number) => number;

const stroke = (theme: Theme, look: Look, lineWidth: number): Readonly<Record<string, string | number>> => ({
  stroke: colourOf(theme, look),
  'stroke-width': lineWidth,
  ...(look.dash.length > 0 ? { 'stroke-dasharray': look.dash.join(' ') } : {}),
});

function axes(content: LineChartContent, theme: Theme, x: Position, y: Position): readonly Markup[] {
  const bottom = plot.top + plot.height;
  return [
    ...ticks(content.view, content.xKind, 9).flatMap((value) => [
      tag('path', { d: `M${x(value)} ${plot.top}v${plot.height}`, stroke: theme.grid, fill: 'none' }),
      tag(
        'text',
        { x: x(value), y: bottom + 16, 'text-anchor': 'middle', fill: theme.muted },
        content.formatX(value),
      ),
    ]),
    ...ticks(yRange(content), content.yKind, 8).flatMap((value) => [
      tag('path', { d: `M${plot.left} ${y(value)}h${plot.width}`, stroke: theme.grid, fill: 'none' }),
      tag(
        'text',
        { x: plot.left - 6, y: y(value) + 4, 'text-anchor': 'end', fill: theme.muted },
        content.formatY(value),
      ),
    ]),
    tag(
      'text',
      { x: plot.left + plot.width / 2, y: bottom + 34, 'text-anchor': 'middle', fill: theme.muted },
      content.xLabel,
    ),
    tag(
      'text',
      {
        transform: `translate(14 ${plot.top + plot.height / 2}) rotate(-90)`,
        'text-anchor': 'middle',
        fill: theme.muted,
      },
      content.yLabel,
    ),
  ];
}

function drawLine(
  { x: steps, yKind, xKind }: LineChartContent,
  { values, raw, band, look, marks }: LineChartContent['lines'][number],
  colour: string,
  { x, y }: { readonly x: Position; readonly y: Position },
): readonly Markup[] {
  const points = (of: Float64Array): readonly (readonly [number, number])[] =>
    [...of.entries()].flatMap(([index, value]) => {
      const at = steps[index] ?? NaN;
      return drawable(value, yKind) && drawable(at, xKind) ? [[x(at), y(value)] as const] : [];
    });
  const path = (of: readonly (readonly [number, number])[]): string =>
    of.length === 0 ? '' : `M${of.map(([left, top]) => `${left.toFixed(1)} ${top.toFixed(1)}`).join('L')}`;
  const dash = look.dash.length > 0 ? { 'stroke-dasharray': look.dash.join(' ') } : {};
  return [
    ...(band === null
      ? []
      : [
          tag('path', {
            d: `${path([...points(band.max), ...points(band.min).toReversed()])}Z`,
            fill: colour,
            'fill-opacity': 0.18,
          }),
        ]),
    ...(raw === null ? [] : [tag('path', { d: path(points(raw)), stroke: colour, 'stroke-opacity': 0.35 })]),
    tag('path', { d: path(points(values)), stroke: colour, 'stroke-width': 1.75, ...dash }),
    ...(marks ? points(values).map(([cx, cy]) => tag('circle', { cx, cy, r: 2.5, stroke: colour })) : []),
  ];
}

import { plain } from '../../server/protocol/plain.ts';

/** Markup of an SVG file. Values are escaped; only what these functions made is put in as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const escaped: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML can't hold, or that would show names as other than they are, are left out. */
const escape = (text: string): string =>
  plain(text).replaceAll(/[\p{Cs}\p{Cn}&<>"]/gu, (character) => escaped[character] ?? '');

/** A tag. Numbers are given with two digits after the point: a hundredth of a pixel. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (Markup | string)[]
): Markup {
  const given = Object.entries(attributes)
    .map(
      ([key, value]) =>
        ` ${key}="${escape(typeof value === 'number' ? String(Math.round(value * 100) / 100) : value)}"`,
    )
    .join('');
  const inside = children.map((child) => (child instanceof Markup ? child.text : escape(child))).join('');
  return new Markup(inside === '' ? `<${name}${given}/>` : `<${name}${given}>${inside}</${name}>`);
}

/** A whole file. */
export const svgFile = (
  {
    width,
    height,
    font,
    background,
  }: { readonly width: number; readonly height: number; readonly font: string; readonly background: string },
  ...children: readonly Markup[]
): string =>
  tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': font,
      'font-size': 11,
    },
    tag('rect', { width, height, fill: background }),
    ...children,
  ).text;

import { svgElement } from '../dom.ts';

export interface Distribution {
  /** Shares of classes, each from 0 to 1. */
  readonly shares: readonly number[];
  /** Index of the share of the class that is right; null where there is none. */
  readonly label: number | null;
  /** What the bars say, for those who don't see them. */
  readonly description: string;
}

const size = { width: 132, height: 34, foot: 4 };

const markHeight = 2.5;

/** More would be thinner than a pixel: neighbours share a bar, which shows the greatest of them. */
const mostBars = 66;

/** A distribution over classes as small bars; a mark under the class that is right. */
export function bars({ shares, label, description }: Distribution, name: string): SVGElement {
  const each = Math.ceil(shares.length / mostBars);
  const count = Math.ceil(shares.length / each);
  const width = size.width / Math.max(1, count);
  const room = size.height - size.foot;
  const shown = Array.from({ length: count }, (_, bar) =>
    Math.max(0, ...shares.slice(bar * each, (bar + 1) * each).filter(Number.isFinite)),
  );
  const drawn = shown.map((share, bar) => {
    const height = Math.max(0.5, Math.min(1, share) * room);
    return svgElement('rect', {
      class: name,
      x: bar * width,
      y: room - height,
      width: Math.max(1, width - 1),
      height,
    });
  });
  const mark =
    label === null
      ? []
      : [
          svgElement('rect', {
            class: 'right',
            x: Math.floor(label / each) * width,
            y: room + 1,
            width: Math.max(1, width - 1),
            height: markHeight,
          }),
        ];
  return svgElement(
    'svg',
    { class: 'bars', role: 'img', 'aria-label': description, width: size.width, height: size.height },
    ...drawn,
    ...mark,
  );
}

/** The mark as it is drawn, for a legend. */
export const labelMark = (): SVGElement =>
  svgElement(
    'svg',
    { class: 'bars', 'aria-hidden': 'true', width: 12, height: 8 },
    svgElement('rect', { class: 'right', x: 0, y: 3, width: 12, height: markHeight }),
  );

/** Index of the greatest; -1 of none. */
export const mostLikely = (shares: readonly number[]): number =>
  shares.reduce((best, share, index) => (share > (shares[best] ?? -Infinity) ? index : best), -1);

import { svgElement } from '../dom.ts';

export interface Distribution {
  /** Shares of classes, each from 0 to 1. */
  readonly shares: readonly number[];
  /** The class that is right; null where that is not known. */
  readonly label: number | null;
  /** What the bars say, for those who don't see them. */
  readonly description: string;
}

const size = { width: 132, height: 34, foot: 4 };

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
            height: 2.5,
          }),
        ];
  return svgElement(
    'svg',
    { class: 'bars', role: 'img', 'aria-label': description, width: size.width, height: size.height },
    ...drawn,
    ...mark,
  );
}

/** Index of the greatest; -1 of none. */
export const mostLikely = (shares: readonly number[]): number =>
  shares.reduce((best, share, index) => (share > (shares[best] ?? -Infinity) ? index : best), -1);

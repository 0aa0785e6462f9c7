/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** A colour as themes give it, `#1f1f1f`, `#1f1f1fcc` or `rgba(31, 31, 31, 0.8)`, without how opaque it is; else null. */
export function parseColour(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?$/i.exec(text.trim());
  const parts = hex ?? /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/i.exec(text.trim());
  if (parts === null) return null;
  const [red, green, blue] = parts.slice(1).map((part) => (hex === null ? Number(part) : parseInt(part, 16)));
  return red === undefined || green === undefined || blue === undefined ? null : [red, green, blue];
}

/** The colour, so opaque. Names of system colours stay as they are: they have their reasons. */
export function withAlpha(colour: string, alpha: number): string {
  const rgb = parseColour(colour);
  return rgb === null ? colour : `rgba(${rgb.join(', ')}, ${alpha})`;
}

/** `over` painted so strongly on `under`. */
export const mix = (under: Rgb, over: Rgb, share: number): Rgb => [
  under[0] + (over[0] - under[0]) * share,
  under[1] + (over[1] - under[1]) * share,
  under[2] + (over[2] - under[2]) * share,
];

/** Relative luminance, from 0 to 1 (WCAG 2.2). */
export function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Contrast of two colours, from 1 to 21 (WCAG 2.2). */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

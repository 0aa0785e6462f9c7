import type { Text } from './en.ts';

/** Numbers for people, in a language. What is not finite is a dash. */
export interface Numbers {
  /** With marks between thousands. */
  readonly whole: (value: number | null) => string;
  /** Three significant digits. */
  readonly short: (value: number | null) => string;
  /** Two digits after the point. */
  readonly hundredths: (value: number | null) => string;
  readonly percent: (share: number | null) => string;
  /** A difference of shares, with its sign. */
  readonly points: (difference: number | null) => string;
  readonly bytes: (value: number | null) => string;
  readonly duration: (ms: number | null) => string;
}

export function numbersIn(language: string, text: Text): Numbers {
  const locale = language === '' ? 'en' : language;
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const three = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
  const share = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const signed = new Intl.NumberFormat(locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const known = (format: (value: number) => string) => (value: number | null) =>
    value === null || !Number.isFinite(value) ? '–' : format(value);
  return {
    whole: known((value) => count.format(value)),
    short: known((value) => {
      const size = Math.abs(value);
      if (size !== 0 && size < 1e-3) return value.toExponential(1).replace('e+', 'e');
      return size >= 1e4 ? compact.format(value) : three.format(value);
    }),
    hundredths: known((value) => two.format(value)),
    percent: known((value) => share.format(value)),
    points: known((value) => signed.format(value * 100)),
    bytes: known((value) => {
      const power = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
      return `${three.format(value / 1000 ** power)} ${['B', 'kB', 'MB', 'GB', 'TB'][power] ?? ''}`;
    }),
    duration: known((value) => duration(value, text)),
  };
}

/** The two largest units: `2 h 5 min`, `3 min 12 s`, `45 s`, `320 ms`. */
function duration(ms: number, { units }: Text): string {
  if (ms < 1000) return `${Math.round(ms)} ${units.ms}`;
  const seconds = Math.round(ms / 1000);
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h > 0) return min === 0 ? `${h} ${units.h}` : `${h} ${units.h} ${min} ${units.min}`;
  if (min > 0) return s === 0 ? `${min} ${units.min}` : `${min} ${units.min} ${s} ${units.s}`;
  return `${s} ${units.s}`;
}

import { say } from '../../text/say.ts';

/** Between a number and its unit: they stay on one line. */
const thin = '\u202f';

export const unknown = '–';

/** A minus sign as wide as a plus. */
const withMinus = (text: string): string => text.replace('-', '\u2212');

const known = (value: number | null, format: (value: number) => string): string =>
  value === null || !Number.isFinite(value) ? unknown : withMinus(format(value));

/** A share of 1: `92.4 %`. */
export const percent = (share: number | null, digits = 1): string =>
  known(share, (value) => `${(value * 100).toFixed(digits)}${thin}%`);

/** A difference of two shares: `+4.3 points`. */
export const points = (difference: number | null): string =>
  known(difference, (value) => say`${`${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}`} points`);

/** With commas between thousands: `61,706`. */
export const whole = (value: number | null): string =>
  known(value, (number) => Math.round(number).toLocaleString('en-US'));

/** Three digits and a prefix: `833 k`, `1.85 M`. */
export function short(value: number | null): string {
  return known(value, (number) => {
    const size = Math.abs(number);
    const [factor, prefix] =
      size >= 1e9 ? [1e9, 'G'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e3 ? [1e3, 'k'] : [1, ''];
    return `${digits(number / factor)}${prefix === '' ? '' : thin}${prefix}`;
  });
}

/** `101 kB`, in powers of ten as disks are sold and files are listed. */
export const bytes = (value: number | null): string =>
  known(value, (number) => (number < 1000 ? `${number}${thin}B` : `${short(number)}B`));

export const milliseconds = (value: number | null): string =>
  known(value, (number) => `${digits(number)}${thin}ms`);

/** Three significant digits, without an exponent where that is readable. */
export const digits = (value: number): string => {
  if (value === 0 || !Number.isFinite(value)) return withMinus(String(value));
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return withMinus(value.toExponential(1).replace('e+', 'e'));
  return withMinus(size >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));
};

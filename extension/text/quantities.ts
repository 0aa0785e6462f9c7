import type { Text } from './en.ts';

/** 61000 → `1:01 min`. */
export function duration(ms: number, text: Text['time']): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return text.seconds(seconds);
  const pair = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3600) return text.minutes(Math.floor(seconds / 60), pair(seconds % 60));
  return text.hours(Math.floor(seconds / 3600), pair(Math.floor(seconds / 60) % 60));
}

/** A date and time of day without the year; English as this machine's people write it. */
export const moment = (iso: string, locale: string): string =>
  new Date(iso).toLocaleString(locale === 'en' ? undefined : locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** 61706 → `61.7 k`. */
export function count(value: number): string {
  const units = ['', ' k', ' M', ' G', ' T'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${power === 0 ? value : (value / 1000 ** power).toPrecision(3)}${units[power] ?? ''}`;
}

/** 1048576 → `1.00 MiB`. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10));
  return `${power === 0 ? value : (value / 1024 ** power).toPrecision(3)} ${units[power] ?? ''}`;
}

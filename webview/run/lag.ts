import type { Text } from '../text/index.ts';
import type { Numbers } from '../text/numbers.ts';

/** The CKA of a pair of layers over a training; NaN where it wasn't measured. */
export interface PairSeries {
  readonly name: string;
  readonly cka: Float64Array;
}

export type Lag =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly name: string; readonly value: number }
  | { readonly kind: 'level'; readonly low: number; readonly high: number }
  | {
      readonly kind: 'lags';
      readonly name: string;
      readonly value: number;
      /** Of all pairs. */
      readonly median: number;
      /** What it gained over the last quarter of what was measured. */
      readonly gain: number;
    };

/** Nearer than this to the median is level. */
const level = 0.1;
/** Less than this is noise of the probe. */
const noise = 0.01;

/** Which pair follows its teacher least, if one stands out. */
export function findLag(pairs: readonly PairSeries[]): Lag {
  const known = pairs
    .map(({ name, cka }) => ({ name, values: cka.filter((value) => Number.isFinite(value)) }))
    .flatMap(({ name, values }) => {
      const value = values.at(-1);
      return value === undefined ? [] : [{ name, values, value }];
    })
    .sort((a, b) => a.value - b.value);
  const [lowest] = known;
  const highest = known.at(-1);
  if (lowest === undefined || highest === undefined) return { kind: 'none' };
  if (known.length === 1) return { kind: 'one', name: lowest.name, value: lowest.value };
  const median = ((known[(known.length - 1) >> 1]?.value ?? 0) + (known[known.length >> 1]?.value ?? 0)) / 2;
  if (median - lowest.value < level) return { kind: 'level', low: lowest.value, high: highest.value };
  const { name, value, values } = lowest;
  const before = values[Math.floor((values.length - 1) * 0.75)] ?? value;
  return { kind: 'lags', name, value, median, gain: value - before };
}

/** The same in a sentence. */
export function lagSentence(lag: Lag, { lag: text }: Text, { hundredths }: Numbers): string {
  switch (lag.kind) {
    case 'none':
      return text.none;
    case 'one':
      return text.one(lag.name, hundredths(lag.value));
    case 'level':
      return text.level(hundredths(lag.low), hundredths(lag.high));
    case 'lags': {
      const trend =
        Math.abs(lag.gain) < noise
          ? text.still
          : lag.gain > 0
            ? text.rising(hundredths(lag.gain))
            : text.falling(hundredths(-lag.gain));
      return text.lags(lag.name, hundredths(lag.value), hundredths(lag.median)) + trend;
    }
  }
}

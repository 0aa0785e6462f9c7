/** 0.5 → `50 %`. */
export const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`;

/** A metric as people say it: shares (accuracy, agreement) in per cent, all else with four digits. */
export const metricValue = (name: string, value: number): string =>
  /accuracy|agreement/.test(name) ? percent(value, 1) : value.toPrecision(4);

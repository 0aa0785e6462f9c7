/**
 * Exponential moving average with the bias of its start corrected: mₜ = s·mₜ₋₁ + (1 − s)·xₜ, given as mₜ / (1 − sᵗ)
 * (Kingma & Ba 2015, section 3). What is not finite doesn't count and stays unknown.
 * @param weight `s`, from 0 (as it is) to less than 1.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight === 0) return values;
  const smoothed = new Float64Array(values.length);
  let mean = 0;
  let power = 1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) {
      smoothed[index] = NaN;
      continue;
    }
    mean = weight * mean + (1 - weight) * value;
    power *= weight;
    smoothed[index] = mean / (1 - power);
  }
  return smoothed;
}

import fc from 'fast-check';
import { bases, cases, probe } from '../../language/fuzzing.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Every handler on spoiled recipes: `language-fuzz [CASES] [SEED]`. Rejects at the first that fails. */
export async function languageFuzz(words: readonly string[]): Promise<readonly Row[]> {
  const [numRuns = 100_000, seed = Date.now() % 1e9] = words.map(Number);
  let slowest = { name: 'none', ms: 0 };
  const one = fc.asyncProperty(cases(await bases()), async (spoiled) => {
    const its = await probe(spoiled);
    if (its.ms > slowest.ms) slowest = its;
  });
  await fc.assert(one, { numRuns, seed });
  return [
    { name: `cases without a failure, seed ${seed}`, value: numRuns, unit: 'cases' },
    { name: `slowest handler: ${slowest.name}`, value: slowest.ms, unit: 'ms' },
  ];
}

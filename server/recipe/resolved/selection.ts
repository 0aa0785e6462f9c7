import { defaults } from '../defaults.ts';
import type { Recipe } from '../read/recipe.ts';
import type { AllData } from './data.ts';
import { unique } from './uses.ts';

export interface Selection {
  /** Split that chooses the checkpoint; null when none is named and there is no labelled `val`. */
  readonly select: string | null;
  /** All scored splits. */
  readonly scored: readonly string[];
  /** Splits that the figures come from: the scored ones without the one that selects, unless it is the only one. */
  readonly final: readonly string[];
}

/** By convention of the field. */
export const isTest = (name: string): boolean => /^test/iu.test(name);

/** What is scored and what selects. Without `evaluate`, `val` selects and a labelled data set named test is scored. */
export function selectionOf({ evaluate, data: entries }: Recipe, data: AllData): Selection {
  const labelledNow = (name: string) => data.get(name)?.labelled === true;
  const named = evaluate.data?.map(({ value }) => value);
  const val = entries
    .map(({ id }) => id.value)
    .find((name) => name === defaults.selectionData && labelledNow(name));
  const select = evaluate.select?.value ?? val ?? null;
  const tests = entries.map(({ id }) => id.value).filter((name) => isTest(name) && labelledNow(name));
  const scored = unique([...(select === null ? [] : [select]), ...(named ?? tests)]);
  const others = scored.filter((name) => name !== select);
  return { select, scored, final: others.length > 0 ? others : scored };
}

/** Data sets that select or are scored because of their names, where nothing else is said to. */
export const selectedByName = ({ evaluate, data }: Recipe): readonly string[] =>
  data
    .map(({ id }) => id.value)
    .filter((name) =>
      name === defaults.selectionData ? evaluate.select === null : isTest(name) && evaluate.data === null,
    );

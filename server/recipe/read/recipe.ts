import type { Range } from '../../protocol/problem.ts';
import { defaults } from '../defaults.ts';
import { entryOf, valueOf, type Node } from '../node.ts';
import { readData, type DataEntry } from './data.ts';
import { integerOf, itemsOf, textAt, textsOf, type Located } from './located.ts';
import { readModels, type ModelEntry } from './models.ts';
import { readStages, type StageEntry } from './stages.ts';

/** What a recipe says, as far as it can be read, with places. Pieces of the wrong form are left out: structure.ts says so. */
export interface Recipe {
  /** Place for what concerns the whole recipe. */
  readonly range: Range;
  readonly name: string | null;
  readonly seeds: readonly Located<number>[];
  readonly backend: Located<string> | null;
  readonly data: readonly DataEntry[];
  readonly models: readonly ModelEntry[];
  readonly stages: readonly StageEntry[];
  readonly evaluate: EvaluateEntry;
  readonly checkpoints: {
    readonly every: Located<string> | null;
    readonly keepLast: number;
    readonly keepBest: number;
  };
  readonly diagnostics: {
    readonly every: Located<string> | null;
    readonly gradients: boolean;
    readonly probeData: Located<string> | null;
    /** Null when the recipe states none that can be. */
    readonly probeSamples: Located<number> | null;
  };
}

export interface EvaluateEntry {
  readonly range: Range;
  /** Null when the recipe names none. */
  readonly data: readonly Located<string>[] | null;
  readonly select: Located<string> | null;
  readonly every: Located<string> | null;
  readonly batch: number;
}

export function readRecipe(root: Node | null): Recipe {
  const node = root ?? undefined;
  const first = node?.kind === 'map' ? node.entries[0]?.keyRange : undefined;
  const range = first ?? { start: 0, end: 0 };
  const checkpoints = valueOf(node, 'checkpoints');
  const keep = valueOf(checkpoints, 'keep');
  const seeds = itemsOf(valueOf(node, 'seeds')).flatMap((seed) => integerOf(seed, 0) ?? []);
  return {
    range,
    name: textAt(node, 'name')?.value ?? null,
    seeds: seeds.length > 0 ? seeds : defaults.seeds.map((value) => ({ value, range })),
    backend: textAt(node, 'backend'),
    data: readData(root),
    models: readModels(root),
    stages: readStages(root),
    evaluate: readEvaluate(node, range),
    checkpoints: {
      every: textAt(checkpoints, 'every'),
      keepLast: integerOf(valueOf(keep, 'last'), 1)?.value ?? defaults.keepLast,
      keepBest: integerOf(valueOf(keep, 'best'), 0)?.value ?? defaults.keepBest,
    },
    diagnostics: readDiagnostics(valueOf(node, 'diagnostics')),
  };
}

function readEvaluate(root: Node | undefined, range: Range): EvaluateEntry {
  const entry = entryOf(root, 'evaluate');
  const node = entry?.value;
  return {
    range: entry?.keyRange ?? range,
    data: textsOf(valueOf(node, 'data')),
    select: textAt(valueOf(node, 'select'), 'data'),
    every: textAt(node, 'every'),
    batch: integerOf(valueOf(node, 'batch'), 1)?.value ?? defaults.evaluateBatch,
  };
}

function readDiagnostics(node: Node | undefined): Recipe['diagnostics'] {
  const gradients = valueOf(node, 'gradients');
  const probe = valueOf(node, 'probe');
  return {
    every: textAt(node, 'every'),
    gradients: gradients?.kind === 'scalar' && gradients.value === false ? false : defaults.gradients,
    probeData: textAt(probe, 'data'),
    probeSamples: integerOf(valueOf(probe, 'samples'), defaults.probeSamplesAtLeast),
  };
}

import type { SourceFacts } from '../../distill/data/descriptor.ts';
import type { Failure, Range } from '../../protocol/problem.ts';
import { removal } from '../fixes/remove.ts';
import { replace } from '../nearest.ts';
import { entryOf, valueOf } from '../node.ts';
import { sourceOf, type SourceUse } from '../paths.ts';
import type { DataEntry } from '../read/data.ts';
import { problem, type Context } from './context.ts';
import { say } from '../../text/say.ts';

/** A data set as it will be used. */
export interface ResolvedData {
  readonly id: string;
  readonly entry: DataEntry;
  readonly use: SourceUse;
  readonly facts: SourceFacts;
  readonly skip: number;
  /** Samples used. */
  readonly size: number;
  readonly labelled: boolean;
}

export type AllData = ReadonlyMap<string, ResolvedData>;

/** Data sets that can be used; for the others there is a problem, or a fact is still missing. */
export function resolveData(context: Context): AllData {
  const resolved = new Map<string, ResolvedData>();
  const failed = new Map<string, { readonly failure: Failure; readonly entries: DataEntry[] }>();
  for (const entry of context.recipe.data) {
    const use = sourceOf(entry, context.facts, context.catalogue);
    const fact = use === null ? undefined : context.facts.sources.get(use.key);
    if (use === null || fact === undefined) continue;
    const hashes = context.facts.hashes.get(use.key);
    const failure = !fact.ok ? fact.failure : hashes?.ok === false ? hashes.failure : null;
    if (failure !== null) {
      const others = failed.get(failure.message);
      if (others === undefined) failed.set(failure.message, { failure, entries: [entry] });
      else others.entries.push(entry);
    } else if (fact.ok) add(resolved, entry, { use, facts: fact.value }, context);
  }
  for (const { failure, entries } of failed.values()) reportFailed(failure, entries, context);
  return resolved;
}

/** One problem for one broken file, however many data sets are parts of it. */
function reportFailed(failure: Failure, [first, ...others]: readonly DataEntry[], context: Context): void {
  if (first === undefined) return;
  const found = unusable(failure, placeOf(first), 'unusable-data');
  const related = others.map((entry) => ({ message: say`${entry.id.value} too`, range: placeOf(entry) }));
  context.report(related.length === 0 ? found : { ...found, related });
}

/**
 * A failure to read something as a problem at the place that names it. What only the one who asks may not read is no
 * fault of the recipe.
 */
export const unusable = (failure: Failure, range: Range, code: string) =>
  problem(
    ['missing-file', 'outside-workspace'].includes(failure.code) ? failure.code : code,
    say`${placed(failure)} ${failure.next}`,
    range,
    { severity: failure.code === 'outside-workspace' ? 'warning' : 'error' },
  );

const placed = ({ message, where }: Failure): string =>
  where === undefined || message.includes(where) ? message : `${where}: ${message}`;

function placeOf(entry: DataEntry): Range {
  const path = valueOf(entry.node, 'path') ?? valueOf(entry.node, 'imageFile');
  return path?.range ?? entry.source?.range ?? entry.id.range;
}

function add(
  resolved: Map<string, ResolvedData>,
  entry: DataEntry,
  found: { readonly use: SourceUse; readonly facts: SourceFacts },
  context: Context,
): void {
  const skip = entry.skip?.value ?? 0;
  const left = found.facts.size - skip;
  if (left < 1) {
    context.report(
      problem(
        'empty-data',
        say`${entry.id.value} skips ${skip} samples, and the source has ${found.facts.size}. Skip fewer.`,
        entry.skip?.range ?? entry.id.range,
      ),
    );
    return;
  }
  if (entry.take !== null && entry.take.value > left) {
    context.report(
      problem(
        'too-few-samples',
        say`${entry.id.value} takes ${entry.take.value} samples, and ${left} are left of ${found.facts.size}. Take at most ${left}, or leave \`take\` out.`,
        entry.take.range,
        {
          fixes: [
            replace(entry.take.range, String(left)),
            removal(context, entry.take.range, say`Remove ${'take'}`),
          ],
        },
      ),
    );
  }
  checkImages(entry, found.facts, context);
  resolved.set(entry.id.value, {
    id: entry.id.value,
    entry,
    ...found,
    skip,
    size: Math.min(entry.take?.value ?? left, left),
    labelled: !entry.unlabelled && found.facts.classes !== null,
  });
}

function checkImages(entry: DataEntry, { fields }: SourceFacts, context: Context): void {
  const image = Object.hasOwn(fields, 'image') ? fields.image?.shape : undefined;
  const [first] = entry.augment;
  if (image === undefined) {
    if (first === undefined) return;
    const message = say`${first.kind.value} changes images, and these data have none. Remove it.`;
    const augment = entryOf(entry.node, 'augment');
    const fixes =
      augment === undefined ? [] : [removal(context, augment.keyRange, say`Remove ${augment.key}`)];
    context.report(problem('not-images', message, first.kind.range, { fixes }));
    return;
  }
  const channels = image.at(-1) ?? 1;
  for (const key of ['mean', 'deviation']) {
    const values = valueOf(entry.normalize ?? undefined, key);
    if (values?.kind !== 'list' || values.items.length === channels) continue;
    const message = say`Found ${values.items.length} numbers for images of ${channels} channels. Write ${channels}, or one number for all.`;
    context.report(problem('wrong-channels', message, values.range));
  }
}

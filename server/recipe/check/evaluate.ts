import type { Located } from '../read/located.ts';
import { problem, unknown, type Context } from '../resolved/context.ts';
import type { ResolvedData } from '../resolved/data.ts';
import type { Resolved } from '../resolved/resolved.ts';
import { isTest, selectionOf } from '../resolved/selection.ts';
import { say } from '../../text/say.ts';

/** Selection uses a validation split, the figures come from another, and training sees neither. */
export function checkEvaluate({ data, stages }: Resolved, context: Context): void {
  const { recipe, report } = context;
  const { evaluate } = recipe;
  const known = recipe.data.map(({ id }) => id.value);
  const named = [...(evaluate.data ?? []), ...(evaluate.select === null ? [] : [evaluate.select])];
  for (const name of [
    ...named,
    ...(recipe.diagnostics.probeData === null ? [] : [recipe.diagnostics.probeData]),
  ]) {
    if (!known.includes(name.value)) report(unknown('data', name, known));
  }
  for (const name of named) checkLabelled(name, data, context);
  const { select, final } = selectionOf(recipe, data);
  if (select === null) {
    // Whether there is a labelled `val` is not known before its source was looked at; that data are missing was said.
    if (data.size < recipe.data.length || recipe.data.length === 0) return;
    const message = say`No data set chooses the checkpoint. Add a labelled data set named val, or evaluate: { select: { data: … } }.`;
    report(problem('missing-selection', message, evaluate.range));
    return;
  }
  const range =
    (evaluate.select ?? recipe.data.find(({ id }) => id.value === select)?.id)?.range ?? evaluate.range;
  checkSplits(select, final, { range, data, context });
  const training = stages.flatMap(({ parts }) => parts ?? []);
  for (const scored of new Set([select, ...final])) {
    const split = data.get(scored);
    const leak = training.find((part) => split !== undefined && overlap(part.data, split));
    if (leak === undefined || split === undefined) continue;
    const labels = leak.data.labelled ? say`with their labels` : say`without their labels`;
    const message = say`${leak.data.id} trains on samples of ${scored}, ${labels}: its figures will look better than they are. Use skip and take to keep them apart.`;
    report(
      problem('splits-overlap', message, leak.data.entry.id.range, {
        severity: 'warning',
        related: [{ message: scored, range: split.entry.id.range }],
      }),
    );
  }
}

function checkLabelled(name: Located<string>, data: Resolved['data'], { report }: Context): void {
  if (data.get(name.value)?.labelled !== false) return;
  const message = say`${name.value} has no labels, so nothing can be scored on it. Name a labelled data set.`;
  report(problem('unlabelled-data', message, name.range));
}

interface Splits {
  readonly range: { readonly start: number; readonly end: number };
  readonly data: Resolved['data'];
  readonly context: Context;
}

function checkSplits(select: string, final: readonly string[], { range, data, context }: Splits): void {
  if (isTest(select)) {
    const message = say`${select} looks like a test split and chooses the checkpoint: its figures would be too good. Choose with a validation split.`;
    context.report(problem('test-selects', message, range));
    return;
  }
  const own = data.get(select);
  for (const name of final.filter((scored) => scored !== select)) {
    const other = data.get(name);
    if (own === undefined || other === undefined || !overlap(own, other)) continue;
    const message = say`${select} chooses the checkpoint and shares samples with ${name}, which gives the figures. Use skip and take to keep them apart.`;
    context.report(
      problem('test-selects', message, range, { related: [{ message: name, range: other.entry.id.range }] }),
    );
  }
  if (final.every((scored) => scored === select)) {
    const message = say`${select} chooses the checkpoint and gives the figures too, which makes them too good. Add a test split to evaluate: data.`;
    context.report(problem('no-test-split', message, range, { severity: 'warning' }));
  }
}

/** Whether a data set has the samples that it takes; for one that doesn't there is a problem already. */
const fits = ({ entry, size }: ResolvedData): boolean => entry.take === null || entry.take.value <= size;

/** Whether two data sets share samples of one source. */
const overlap = (a: ResolvedData, b: ResolvedData): boolean =>
  fits(a) && fits(b) && a.use.key === b.use.key && a.skip < b.skip + b.size && b.skip < a.skip + a.size;

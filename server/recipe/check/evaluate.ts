import type { Located } from '../read/located.ts';
import { addName } from '../fixes/same.ts';
import { keepApart, selectBy } from '../fixes/splits.ts';
import { replaceEach } from '../nearest.ts';
import { valueOf } from '../node.ts';
import { problem, unknown, type Context } from '../resolved/context.ts';
import { overlap } from '../resolved/overlap.ts';
import type { Resolved } from '../resolved/resolved.ts';
import { isTest, selectionOf } from '../resolved/selection.ts';
import { unique } from '../resolved/uses.ts';
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
    const fixes = candidates(stages, data, context).map((id) => selectBy(context.text, context.root, id));
    report(problem('missing-selection', message, evaluate.range, { fixes }));
    return;
  }
  const range =
    (evaluate.select ?? recipe.data.find(({ id }) => id.value === select)?.id)?.range ?? evaluate.range;
  checkSplits(select, final, { range, data, stages, context });
  const training = stages.flatMap(({ parts }) => parts ?? []);
  for (const scored of new Set([select, ...final])) {
    const split = data.get(scored);
    const leak = training.find((part) => split !== undefined && overlap(part.data, split, context.facts));
    if (leak === undefined || split === undefined) continue;
    const labels = leak.data.labelled ? say`with their labels` : say`without their labels`;
    const message =
      leak.data.id === scored
        ? say`A stage trains on ${scored} itself: its figures will look better than they are. Train on other data.`
        : say`${leak.data.id} trains on samples of ${scored}, ${labels}: its figures will look better than they are. Use skip and take to keep them apart.`;
    report(
      problem('splits-overlap', message, leak.data.entry.id.range, {
        severity: 'warning',
        fixes: [keepApart(context.text, leak.data, split)],
        related: [{ message: scored, range: split.entry.id.range }],
      }),
    );
  }
}

/** Labelled data sets that may choose a checkpoint: no test split, and nothing that a stage trains on. */
function candidates(
  stages: Resolved['stages'],
  data: Resolved['data'],
  { facts }: Context,
): readonly string[] {
  const training = stages.flatMap(({ parts }) => parts ?? []);
  return [...data.values()]
    .filter(({ id, labelled }) => labelled && !isTest(id))
    .filter((split) => training.every((part) => !overlap(part.data, split, facts)))
    .map(({ id }) => id);
}

function checkLabelled(name: Located<string>, data: Resolved['data'], { report }: Context): void {
  if (data.get(name.value)?.labelled !== false) return;
  const message = say`${name.value} has no labels, so nothing can be scored on it. Name a labelled data set.`;
  report(problem('unlabelled-data', message, name.range));
}

interface Splits {
  readonly range: { readonly start: number; readonly end: number };
  readonly data: Resolved['data'];
  readonly stages: Resolved['stages'];
  readonly context: Context;
}

function checkSplits(
  select: string,
  final: readonly string[],
  { range, data, stages, context }: Splits,
): void {
  if (isTest(select)) {
    const message = say`${select} looks like a test split and chooses the checkpoint: its figures would be too good. Choose with a validation split.`;
    const fixes = replaceEach(range, candidates(stages, data, context));
    context.report(problem('test-selects', message, range, { fixes }));
    return;
  }
  const own = data.get(select);
  const tests = [...data.keys()].filter(isTest);
  for (const name of unique([...final, ...tests]).filter((scored) => scored !== select)) {
    const other = data.get(name);
    if (own === undefined || other === undefined || !overlap(own, other, context.facts)) continue;
    const message = say`${select} chooses the checkpoint and shares samples with ${name}, by which students are judged. Use skip and take to keep them apart.`;
    context.report(
      problem('test-selects', message, range, {
        fixes: [keepApart(context.text, own, other)],
        related: [{ message: name, range: other.entry.id.range }],
      }),
    );
  }
  if (final.every((scored) => scored === select)) {
    const message = say`${select} chooses the checkpoint and gives the figures too, which makes them too good. Add a test split to evaluate: data.`;
    const named = valueOf(valueOf(context.root, 'evaluate'), 'data');
    const fixes = [...data.values()]
      .filter(({ id, labelled }) => isTest(id) && labelled)
      .map(({ id }) => named && addName(context.text, named, id, say`Score ${id} too`));
    context.report(problem('no-test-split', message, range, { severity: 'warning', fixes }));
  }
}

import { removal } from '../fixes/remove.ts';
import { replaceEach } from '../nearest.ts';
import { problem, type Context } from '../resolved/context.ts';
import type { Resolved } from '../resolved/resolved.ts';
import type { ResolvedStage, ResolvedUpdate } from '../resolved/stages.ts';
import type { ResolvedTerm } from '../resolved/terms.ts';
import { teacherNames } from '../resolved/uses.ts';
import { say } from '../../text/say.ts';

/** What losses need of labels and classes, and that the hard label is counted once. */
export function checkLabels({ stages }: Resolved, context: Context): void {
  for (const stage of stages) {
    for (const update of stage.updates) {
      for (const term of update.terms) checkNeeds(term, stage, update, context);
      checkOnce(stage, update, context);
      checkIdle(update, context);
    }
  }
}

/** Labelled data sets that a term sees; null while they are not known. */
function labelled(term: ResolvedTerm, { parts }: ResolvedStage): readonly string[] | null {
  if (parts === null) return null;
  return parts
    .filter(({ data }) => data.labelled && (term.data === null || term.data.includes(data.id)))
    .map(({ data }) => data.id);
}

function checkNeeds(
  term: ResolvedTerm,
  stage: ResolvedStage,
  { model }: ResolvedUpdate,
  context: Context,
): void {
  const { needs, name } = term.descriptor;
  if (needs.includes('labels') && labelled(term, stage)?.length === 0) {
    const [data] = term.entry.data ?? [];
    const message = say`${name} needs labels, and none of the data that this term sees has any. Add labelled data to the stage, or remove the term.`;
    const others = (stage.parts ?? []).filter((part) => part.data.labelled).map((part) => part.data.id);
    const fixes = [
      ...(data === undefined ? [] : replaceEach(data.range, others)),
      removal(context, term.entry.node.range, say`Remove the term ${term.id}`),
    ];
    context.report(problem('unlabelled-data', message, data?.range ?? term.entry.loss.range, { fixes }));
  }
  const classes = model?.classes ?? null;
  if (needs.includes('3-classes') && classes !== null && classes < 3) {
    const message = say`${name} compares the classes beside the right one: it needs at least 3, and ${model?.id ?? ''} has ${classes}. Use kd.`;
    context.report(problem('too-few-classes', message, term.entry.loss.range));
  }
}

/** Two terms on the label of the same samples make its weight something else than what is written. */
function checkOnce(stage: ResolvedStage, { terms }: ResolvedUpdate, context: Context): void {
  const counted = new Map<string, ResolvedTerm>();
  for (const term of terms.filter(({ descriptor }) => descriptor.reads === 'labels')) {
    const data = labelled(term, stage) ?? [];
    const earlier = data.map((id) => counted.get(id)).find((found) => found !== undefined);
    if (earlier !== undefined) {
      const message = say`${term.id} counts the hard label a second time on the same samples. Add its weight to ${earlier.id}, or give each term data of its own.`;
      context.report(
        problem('hard-label-twice', message, term.entry.loss.range, {
          fixes: [removal(context, term.entry.node.range, say`Remove the term ${term.id}`)],
          related: [{ message: say`Counted here first`, range: earlier.entry.loss.range }],
        }),
      );
    }
    for (const id of data) if (!counted.has(id)) counted.set(id, term);
  }
}

/** Teachers that are named and that no term reads. */
function checkIdle({ entry, terms }: ResolvedUpdate, context: Context): void {
  // Of losses that are not in this version nobody knows what they read.
  if (terms.length < entry.terms.length) return;
  const isModel = (id: string) => context.recipe.models.some((model) => model.id.value === id);
  const read = new Set(
    terms
      .filter(({ descriptor }) => descriptor.needs.includes('teacher'))
      .flatMap((term) => teacherNames(term.entry, entry, isModel)),
  );
  for (const { value, range } of entry.teachers) {
    if (read.has(value)) continue;
    const message = say`No term reads the teacher ${value}. Add one, for example { loss: kd }, or remove the teacher.`;
    const fixes = [removal(context, range, say`Remove ${value}`)];
    context.report(problem('idle-teacher', message, range, { severity: 'warning', fixes }));
  }
}

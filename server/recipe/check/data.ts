import { sayAs } from '../fixes/same.ts';
import { replace } from '../nearest.ts';
import { problem, type Context } from '../resolved/context.ts';
import type { ResolvedData } from '../resolved/data.ts';
import type { ResolvedModel } from '../resolved/models.ts';
import type { Resolved } from '../resolved/resolved.ts';
import { dataOfModel } from '../resolved/uses.ts';
import { valueOf, toJson } from '../node.ts';
import { say } from '../../text/say.ts';

/** Data sets that one model sees must look alike: classes, shapes, normalisation. */
export function checkData({ data, models }: Resolved, context: Context): void {
  const reported = new Set<string>();
  for (const model of models.values()) {
    const seen = dataOfModel(context.recipe, model.id).flatMap((id) => data.get(id) ?? []);
    checkClasses({ model, context, reported });
    for (const other of seen) {
      const [first] = seen;
      if (first !== undefined && first !== other) checkAlike(first, other, { model, context, reported });
    }
  }
}

/** One problem for one wrong number, however many data sets show it. */
function checkClasses({ model, context, reported }: Seen): void {
  const { entry, misfits } = model;
  const [first] = misfits;
  if (first === undefined) return;
  const counts = [...new Set(misfits.map(({ facts }) => facts.classes ?? 0))];
  // Whatever was miscounted shows in each model that has these numbers.
  const key = `classes ${String(model.classes)} ${counts.join(' ')}`;
  if (reported.has(key)) return;
  reported.add(key);
  const [own, theirs] = [String(model.classes), counts.join(say` or `)];
  const message =
    misfits.length === 1
      ? say`${model.id} has ${own} classes and the data set ${first.id} has ${theirs}. Use data with the same classes, or correct the model's.`
      : say`${model.id} has ${own} classes and its data have ${theirs}. Use data with the same classes, or correct the model's.`;
  const related = misfits.map(({ id, facts, entry: { id: place } }) => ({
    message: say`${id}: ${facts.classes ?? 0} classes`,
    range: place.range,
  }));
  const fixes =
    entry.classes === null || counts.length > 1 ? [] : [replace(entry.classes.range, String(counts[0] ?? 0))];
  context.report(problem('classes-differ', message, (entry.classes ?? entry.id).range, { fixes, related }));
}

interface Seen {
  readonly model: ResolvedModel;
  readonly context: Context;
  readonly reported: Set<string>;
}

function checkAlike(first: ResolvedData, other: ResolvedData, { model, context, reported }: Seen): void {
  const key = `alike ${first.id} ${other.id}`;
  if (reported.has(key)) return;
  reported.add(key);
  const related = [{ message: first.id, range: first.entry.id.range }];
  for (const [input, field] of Object.entries(model.inputs)) {
    const shapes = [first, other].map(({ facts }) =>
      Object.hasOwn(facts.fields, field) ? (facts.fields[field]?.shape.join(' × ') ?? say`none`) : say`none`,
    );
    if (shapes[0] === shapes[1]) continue;
    const message = say`The ${field} of ${other.id} is ${shapes[1] ?? ''}, that of ${first.id} is ${shapes[0] ?? ''}; the input ${input} of ${model.id} reads both. Use data of one shape.`;
    context.report(problem('fields-differ', message, other.entry.id.range, { related }));
  }
  const normalised = [first, other].map(({ entry }) =>
    entry.normalize === null ? '' : JSON.stringify(toJson(entry.normalize)),
  );
  if (normalised[0] !== normalised[1]) {
    const message = say`${other.id} and ${first.id} are normalised differently, and ${model.id} sees both. Write the same normalize in both.`;
    const range = valueOf(other.entry.node, 'normalize')?.range ?? other.entry.id.range;
    const as = (own: ResolvedData, wanted: ResolvedData) =>
      sayAs(context, 'normalize', {
        from: wanted.entry.node,
        to: own.entry.node,
        title: say`Normalise ${own.id} as ${wanted.id}`,
      });
    const fixes = [as(other, first), as(first, other)];
    context.report(problem('normalize-differs', message, range, { severity: 'warning', fixes, related }));
  }
}

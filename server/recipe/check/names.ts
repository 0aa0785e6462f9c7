import type { Located } from '../read/located.ts';
import { problem, unknown, type Context } from '../resolved/context.ts';
import { saysBoth } from '../resolved/stages.ts';
import { modelOfTap, teachersOf, trainedBy } from '../resolved/uses.ts';

/** Names that are there twice, that mean nothing, or that nobody uses. */
export function checkNames(context: Context): void {
  const { recipe, report } = context;
  const models = recipe.models.map(({ id }) => id.value);
  twice(
    recipe.stages.map(({ name }) => name),
    'stage',
    context,
  );
  for (const seed of repeated(recipe.seeds)) {
    report(
      problem(
        'duplicate-seed',
        `The seed ${seed.again.value} is there already: the same training twice. Remove it.`,
        seed.again.range,
      ),
    );
  }
  for (const stage of recipe.stages) {
    twice(
      stage.updates.flatMap(({ terms }) => terms.map(({ id }) => id)),
      'term',
      context,
    );
    if (saysBoth(stage)) {
      report(
        problem(
          'conflicting-keys',
          'A stage says either train and losses, or updates in their place. Remove one.',
          stage.name.range,
        ),
      );
    } else if (stage.updates.length === 0) {
      report(problem('missing-key', 'The stage trains nothing: add train: and losses:.', stage.name.range));
    }
    for (const update of stage.updates) {
      if (update.train.length === 0) {
        report(
          problem('missing-key', 'The key train is missing: expected the name of a model.', update.range),
        );
      } else if (update.terms.length === 0) {
        report(problem('missing-key', 'The key losses is missing: expected a list of terms.', update.range));
      }
      const named = [...update.teachers, ...update.terms.flatMap(({ teachers }) => teachers ?? [])];
      for (const teacher of uniquePlaces(named)) {
        if (!models.includes(teacher.value)) report(unknown('model', teacher, models));
      }
    }
  }
  unused(context);
}

/** A stage's teachers reach each of its updates; the same place is reported once. */
const uniquePlaces = (names: readonly Located<string>[]): readonly Located<string>[] => [
  ...new Map(names.map((name) => [name.range.start, name])).values(),
];

function repeated<T>(
  values: readonly Located<T>[],
): readonly { readonly first: Located<T>; readonly again: Located<T> }[] {
  const seen = new Map<T, Located<T>>();
  return values.flatMap((again) => {
    const first = seen.get(again.value);
    if (first !== undefined) return [{ first, again }];
    seen.set(again.value, again);
    return [];
  });
}

function twice(names: readonly Located<string>[], what: 'stage' | 'term', { report }: Context): void {
  for (const { first, again } of repeated(names)) {
    const hint = what === 'term' ? 'Give one of them another id.' : 'Rename one of them.';
    report(
      problem(`duplicate-${what}`, `There is a ${what} ${again.value} already. ${hint}`, again.range, {
        related: [{ message: `The first ${what} ${first.value}`, range: first.range }],
      }),
    );
  }
}

function unused(context: Context): void {
  const { recipe, report } = context;
  const isModel = (id: string) => recipe.models.some((entry) => entry.id.value === id);
  const models = new Set([
    ...recipe.stages.flatMap((stage) => [...trainedBy(stage), ...teachersOf(stage, isModel)]),
    ...recipe.models.flatMap(({ init }) => init?.from.value ?? []),
    ...recipe.stages.flatMap(({ updates }) =>
      updates.flatMap(({ terms }) =>
        terms.flatMap(({ pairs }) =>
          pairs?.kind === 'list'
            ? pairs.pairs.flatMap(({ teacher }) => modelOfTap(teacher.value, isModel) ?? [])
            : [],
        ),
      ),
    ),
  ]);
  const data = new Set([
    ...recipe.stages.flatMap(({ mix }) => mix.map((part) => part.data.value)),
    ...(recipe.evaluate.data ?? recipe.data.map(({ id }) => id)).map(({ value }) => value),
    ...[recipe.evaluate.select, recipe.diagnostics.probeData].flatMap((name) => name?.value ?? []),
  ]);
  const idle = (what: string, { value, range }: Located<string>) =>
    problem(`unused-${what}`, `Nothing uses ${value}. Remove it, or name it in a stage.`, range, {
      severity: 'warning',
    });
  for (const { id } of recipe.models) if (!models.has(id.value)) report(idle('model', id));
  for (const { id } of recipe.data) if (!data.has(id.value)) report(idle('data', id));
}

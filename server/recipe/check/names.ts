import type { Fix } from '../../protocol/problem.ts';
import { removal } from '../fixes/remove.ts';
import { addId, addToStage, addTraining, removeFromStage } from '../fixes/stage.ts';
import { replace, sure } from '../nearest.ts';
import { entryOf, headOf } from '../node.ts';
import type { Located } from '../read/located.ts';
import { problem, unknown, type Context } from '../resolved/context.ts';
import { saysBoth } from '../resolved/stages.ts';
import { say } from '../../text/say.ts';
import { thing } from '../../text/things.ts';
import { checkUnused } from './unused.ts';

/** Names that are there twice, that mean nothing, or that nobody uses. */
export function checkNames(context: Context): void {
  const { text, recipe, report } = context;
  const models = recipe.models.map(({ id }) => id.value);
  twice(
    recipe.stages.map(({ name }) => name),
    'stage',
    context,
    ({ range }, fresh) => replace(range, fresh),
  );
  for (const seed of repeated(recipe.seeds)) {
    const fix = removal(context, seed.again.range, say`Remove ${seed.again.value}`);
    report(
      problem(
        'duplicate-seed',
        say`The seed ${seed.again.value} is there already: the same training twice. Remove it.`,
        seed.again.range,
        { fixes: [fix && sure(fix)] },
      ),
    );
  }
  for (const stage of recipe.stages) {
    const terms = new Map(stage.updates.flatMap((update) => update.terms.map((term) => [term.id, term])));
    twice([...terms.keys()], 'term', context, (again, fresh) => {
      const term = terms.get(again);
      return term === undefined ? undefined : addId(text, term, fresh);
    });
    if (saysBoth(stage)) {
      report(
        problem(
          'conflicting-keys',
          say`A stage says either train and losses, or updates in their place. Remove one.`,
          stage.name.range,
          { fixes: [['updates'], ['train', 'losses']].map((keys) => removeFromStage(text, stage, keys)) },
        ),
      );
    } else if (stage.updates.length === 0 && entryOf(stage.node, 'updates') === undefined) {
      report(
        problem('missing-key', say`The stage trains nothing: add train: and losses:.`, headOf(stage.node), {
          fixes: models.slice(0, 3).map((model) => addTraining(text, stage, model)),
        }),
      );
    }
    for (const update of stage.updates) {
      // A key that is there with a value that says nothing has a problem of its form.
      if (entryOf(update.node, 'train') === undefined) {
        report(
          problem(
            'missing-key',
            say`The key train is missing: expected the name of a model.`,
            headOf(update.node),
            {
              fixes: models.slice(0, 3).map((model) => addToStage(text, stage, 'train', model)),
            },
          ),
        );
      } else if (entryOf(update.node, 'losses') === undefined) {
        report(
          problem(
            'missing-key',
            say`The key losses is missing: expected a list of terms.`,
            headOf(update.node),
            {
              fixes: [addToStage(text, stage, 'losses', '[{ loss: hard }]')],
            },
          ),
        );
      }
      const named = [...update.teachers, ...update.terms.flatMap(({ teachers }) => teachers ?? [])];
      for (const teacher of uniquePlaces(named)) {
        if (!models.includes(teacher.value)) report(unknown('model', teacher, models));
      }
    }
  }
  checkUnused(context);
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

function twice(
  names: readonly Located<string>[],
  what: 'stage' | 'term',
  { report }: Context,
  rename: (again: Located<string>, fresh: string) => Fix | undefined,
): void {
  const taken = new Set(names.map(({ value }) => value));
  const numbers = new Map<string, number>();
  for (const { first, again } of repeated(names)) {
    const hint = what === 'term' ? say`Give one of them another id.` : say`Rename one of them.`;
    let number = numbers.get(again.value) ?? 2;
    while (taken.has(`${again.value}-${number}`)) number += 1;
    numbers.set(again.value, number + 1);
    const fresh = `${again.value}-${number}`;
    taken.add(fresh);
    report(
      problem(
        `duplicate-${what}`,
        say`There is a ${thing(what)} ${again.value} already. ${hint}`,
        again.range,
        {
          fixes: [rename(again, fresh)],
          related: [{ message: say`The first ${thing(what)} ${first.value}`, range: first.range }],
        },
      ),
    );
  }
}

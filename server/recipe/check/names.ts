import type { Fix } from '../../protocol/problem.ts';
import { removal } from '../fixes/remove.ts';
import { addId, addToStage, addTraining, removeFromStage } from '../fixes/stage.ts';
import { replace } from '../nearest.ts';
import { valueOf, type Node } from '../node.ts';
import type { Located } from '../read/located.ts';
import { problem, unknown, type Context } from '../resolved/context.ts';
import { saysBoth } from '../resolved/stages.ts';
import { selectedByName } from '../resolved/selection.ts';
import { say } from '../../text/say.ts';
import { thing } from '../../text/things.ts';

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
    report(
      problem(
        'duplicate-seed',
        say`The seed ${seed.again.value} is there already: the same training twice. Remove it.`,
        seed.again.range,
        { fixes: [removal(context, seed.again.range, say`Remove ${seed.again.value}`)] },
      ),
    );
  }
  for (const stage of recipe.stages) {
    const terms = stage.updates.flatMap((update) => update.terms);
    twice(
      terms.map(({ id }) => id),
      'term',
      context,
      (again, fresh) => {
        const term = terms.find(({ id }) => id === again);
        return term === undefined ? undefined : addId(text, term, fresh);
      },
    );
    if (saysBoth(stage)) {
      report(
        problem(
          'conflicting-keys',
          say`A stage says either train and losses, or updates in their place. Remove one.`,
          stage.name.range,
          { fixes: [['updates'], ['train', 'losses']].map((keys) => removeFromStage(text, stage, keys)) },
        ),
      );
    } else if (stage.updates.length === 0) {
      report(
        problem('missing-key', say`The stage trains nothing: add train: and losses:.`, stage.name.range, {
          fixes: models.slice(0, 3).map((model) => addTraining(text, stage, model)),
        }),
      );
    }
    for (const update of stage.updates) {
      if (update.train.length === 0) {
        report(
          problem('missing-key', say`The key train is missing: expected the name of a model.`, update.range, {
            fixes: models.slice(0, 3).map((model) => addToStage(text, stage, 'train', model)),
          }),
        );
      } else if (update.terms.length === 0) {
        report(
          problem('missing-key', say`The key losses is missing: expected a list of terms.`, update.range, {
            fixes: [addToStage(text, stage, 'losses', '[{ loss: hard }]')],
          }),
        );
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

function twice(
  names: readonly Located<string>[],
  what: 'stage' | 'term',
  { report }: Context,
  rename: (again: Located<string>, fresh: string) => Fix | undefined,
): void {
  const taken = names.map(({ value }) => value);
  for (const { first, again } of repeated(names)) {
    const hint = what === 'term' ? say`Give one of them another id.` : say`Rename one of them.`;
    let number = 2;
    while (taken.includes(`${again.value}-${number}`)) number += 1;
    const fresh = `${again.value}-${number}`;
    taken.push(fresh);
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

/** A name is used when it stands anywhere in the text where something can be named. */
function unused({ text, root, recipe, report }: Context): void {
  const used = new Set(['stages', 'evaluate', 'diagnostics'].flatMap((key) => wordsIn(valueOf(root, key))));
  for (const { init } of recipe.models) if (init !== null) used.add(init.from.value);
  const idle = (what: string, { value, range }: Located<string>) =>
    problem(`unused-${what}`, say`Nothing uses ${value}. Remove it, or name it in a stage.`, range, {
      severity: 'warning',
      fixes: [removal({ text, root }, range, say`Remove ${value}`)],
    });
  for (const { id } of recipe.models) if (!used.has(id.value)) report(idle('model', id));
  // Without `evaluate` the splits are found by their names.
  const found = recipe.evaluate.data === null ? selectedByName(recipe.data.map(({ id }) => id.value)) : [];
  for (const { id } of recipe.data) {
    if (!used.has(id.value) && !found.includes(id.value)) report(idle('data', id));
  }
}

/** Keys and words under a node; of `big/stage.2` and `small/block.3/**` also the part before the slash. */
function wordsIn(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if (node.kind === 'list') return node.items.flatMap(wordsIn);
  if (node.kind === 'map') return node.entries.flatMap(({ key, value }) => [key, ...wordsIn(value)]);
  const word = String(node.value);
  return [word, word.slice(0, Math.max(0, word.indexOf('/')))];
}

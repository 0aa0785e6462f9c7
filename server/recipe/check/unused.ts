import { say } from '../../text/say.ts';
import { removal } from '../fixes/remove.ts';
import { nearest } from '../nearest.ts';
import type { Node } from '../node.ts';
import type { Located } from '../read/located.ts';
import { problem, type Context } from '../resolved/context.ts';
import { selectedByName } from '../resolved/selection.ts';
import { schemaOf } from '../schema.ts';
import { namesIn, namings } from '../structure/names.ts';
import { ruleOf, type Rule } from '../structure/rule.ts';
import { visits } from '../structure/visits.ts';

/** Models and data that nobody uses. A name is used where the schema says that a word names something of its kind. */
export function checkUnused(context: Context): void {
  const { text, root, recipe, report } = context;
  const used = namedIn(context);
  const idle = (what: string, { value, range }: Located<string>) =>
    problem(`unused-${what}`, say`Nothing uses ${value}. Remove it, or name it in a stage.`, range, {
      severity: 'warning',
      fixes: [removal({ text, root }, range, say`Remove ${value}`)],
    });
  for (const { id } of recipe.models) if (!used.model.has(id.value)) report(idle('model', id));
  const found = selectedByName(recipe);
  for (const { id } of recipe.data) {
    if (!used.data.has(id.value) && !found.includes(id.value)) report(idle('data', id));
  }
}

/** Models and data that are named, misspelt too. Any word may name one where the schema doesn't say what words mean. */
function namedIn({
  root,
  recipe,
  catalogue,
}: Context): Readonly<Record<'model' | 'data', ReadonlySet<string>>> {
  const named = { model: new Set<string>(), data: new Set<string>() };
  const there = {
    model: recipe.models.map(({ id }) => id.value),
    data: recipe.data.map(({ id }) => id.value),
  };
  const isModel = (name: string): boolean => there.model.includes(name);
  for (const visit of visits(root, ruleOf(schemaOf(catalogue)))) {
    for (const { to, word } of namings(visit)) {
      for (const { kind, id } of namesIn(to, word.value, isModel))
        if (kind === 'model' || kind === 'data')
          named[kind].add(there[kind].includes(id) ? id : (nearest(id, there[kind]) ?? id));
    }
    if (!saysNothing(visit.rule)) continue;
    for (const word of wordsOf(visit.node)) {
      named.model.add(word);
      named.data.add(word);
    }
  }
  return named;
}

/** Under a key that isn't known, in what is planned, among values that a sweep tries. */
const saysNothing = (rule: Rule | null): boolean => rule === null || Object.keys(rule).length === 0;

/** Keys of a map, or the word that a value is; of `big/stage.2` also the part before the slash. */
function wordsOf(node: Node): readonly string[] {
  if (node.kind === 'list') return [];
  if (node.kind === 'map') return node.entries.map(({ key }) => key);
  const word = String(node.value);
  return [word, word.slice(0, Math.max(0, word.indexOf('/')))];
}

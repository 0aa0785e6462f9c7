import { say } from '../../text/say.ts';
import { removal } from '../fixes/remove.ts';
import { entryOf, toJson, type Node } from '../node.ts';
import { problem, type Context } from '../resolved/context.ts';
import { idleKey } from '../resolved/idle-key.ts';
import type { Resolved } from '../resolved/resolved.ts';
import type { ResolvedTerm } from '../resolved/terms.ts';

/** Keys that change nothing where they stand. */
export function checkIdleKeys(resolved: Resolved, context: Context): void {
  checkDataKeys(resolved, context);
  for (const { updates } of resolved.stages) {
    for (const { entry, optimizer, terms } of updates) {
      if (optimizer !== null && entry.optimizer !== null)
        checkStated(entry.optimizer, optimizer.descriptor, context);
      for (const term of terms) {
        checkStated(term.entry.node, term.descriptor, context);
        checkProjections(term, context);
      }
    }
  }
}

interface Describing {
  readonly idle?: (stated: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>;
}

/** What a descriptor says of its own parameters. */
function checkStated(node: Node, { idle }: Describing, context: Context): void {
  if (idle === undefined || node.kind !== 'map') return;
  const stated = Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]));
  for (const [key, reason] of Object.entries(idle(stated))) {
    const entry = entryOf(node, key);
    if (entry !== undefined) context.report(idleKey(node, entry, reason, context));
  }
}

function checkProjections({ entry, pairs }: ResolvedTerm, context: Context): void {
  const list = entry.pairs?.kind === 'list' ? entry.pairs.pairs : [];
  const own = entryOf(entry.node, 'project');
  if (own !== undefined && list.length > 0 && list.every(({ project }) => project !== null)) {
    context.report(idleKey(entry.node, own, say`each pair has a projection of its own`, context));
    return;
  }
  const isNeedless =
    (pairs?.length ?? 0) > 0 &&
    pairs?.every(
      ({ projection, studentShape, teacherShape }) =>
        projection.kind !== 'none' && studentShape.join() === teacherShape?.join(),
    );
  if (own === undefined || isNeedless !== true) return;
  const message = say`The taps have one shape already, and the loss can compare them as they are. What is trained in between is no part of the student and can take up the difference. Leave project out unless that is meant.`;
  const fixes = [removal(context, own.keyRange, say`Remove ${own.key}`)];
  context.report(problem('needless-projection', message, own.keyRange, { severity: 'hint', fixes }));
}

function checkDataKeys({ data, stages }: Resolved, context: Context): void {
  const trained = new Set(context.recipe.stages.flatMap(({ mix }) => mix.map((part) => part.data.value)));
  const areKnown = stages.every(({ entry }) => entry.mix.length > 0);
  for (const { id, entry, facts, skip } of data.values()) {
    const [take, augment] = ['take', 'augment'].map((key) => entryOf(entry.node, key));
    if (take !== undefined && entry.take?.value === facts.size - skip) {
      const reason = say`these are all ${entry.take.value} samples that there are`;
      context.report(idleKey(entry.node, take, reason, context));
    }
    if (augment !== undefined && areKnown && !trained.has(id)) {
      const reason = say`samples change only while training, and no stage trains on ${id}`;
      context.report(idleKey(entry.node, augment, reason, context));
    }
  }
}

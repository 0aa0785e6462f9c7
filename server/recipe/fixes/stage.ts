import type { Fix } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { entryOf } from '../node.ts';
import type { StageEntry } from '../read/stages.ts';
import type { TermEntry } from '../read/terms.ts';
import { addInOrder, addKey, insertion } from './add.ts';
import { cutEntry } from './cut.ts';
import { isFlow } from './style.ts';

/** Adds what a stage's update lacks; with `updates` there is no place to be sure of. */
export const addToStage = (
  text: string,
  { node }: StageEntry,
  key: string,
  value: string,
): Fix | undefined => (entryOf(node, 'updates') === undefined ? addKey(text, node, key, value) : undefined);

/** Lets a stage that trains nothing train a model. */
export function addTraining(text: string, { node }: StageEntry, model: string): Fix | undefined {
  if (node.kind !== 'map') return undefined;
  const written = [`train: ${model}`, 'losses: [{ loss: hard }]'];
  const edit = insertion(text, node, written, node.entries.at(-1));
  return edit === null ? undefined : { title: say`Train ${model} on the hard label`, edits: [edit] };
}

/** Takes keys out of a stage that is written in lines. */
export function removeFromStage(
  text: string,
  { node }: StageEntry,
  keys: readonly string[],
): Fix | undefined {
  if (node.kind !== 'map' || isFlow(text, node)) return undefined;
  const cuts = node.entries
    .filter(({ key }) => keys.includes(key))
    .map((entry) => cutEntry(text, node, entry));
  const edits = cuts.flatMap((cut) => cut ?? []);
  return cuts.includes(null) ? undefined : { title: say`Remove ${keys.join(say` and `)}`, edits };
}

/** Gives a term an id of its own. */
export function addId(text: string, { node, id, loss }: TermEntry, fresh: string): Fix | undefined {
  if (id !== loss) return { title: say`Change to ${fresh}`, edits: [{ range: id.range, text: fresh }] };
  return node.kind === 'map' ? addInOrder(text, node, [['id', fresh]], ['id']) : undefined;
}

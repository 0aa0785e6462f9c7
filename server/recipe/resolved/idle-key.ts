import type { Problem } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { remove } from '../fixes/form.ts';
import type { Entry, Node } from '../node.ts';
import { problem, type Context } from './context.ts';

/** A key without effect where it stands. It does no harm but to whoever believes in it. */
export const idleKey = (map: Node, entry: Entry, reason: string, { text }: Context): Problem =>
  problem('idle-key', say`${entry.key} has no effect here: ${reason}.`, entry.keyRange, {
    severity: 'hint',
    fixes: map.kind === 'map' ? remove(text, map, entry) : [],
  });

import type { Problem } from '../../protocol/problem.ts';
import { replace, sure } from '../nearest.ts';
import { valueOf, type Node } from '../node.ts';
import { problem } from '../resolved/context.ts';
import { schemaVersion } from '../schema.ts';
import { say } from '../../text/say.ts';

/** Another version of the schema is told apart from a mistake. */
export function checkVersion(root: Node): readonly Problem[] {
  const node = valueOf(root, 'version');
  if (node?.kind !== 'scalar' || typeof node.value !== 'number' || node.value === schemaVersion) return [];
  const message =
    node.value > schemaVersion
      ? say`This recipe is of version ${node.value}, and this Retort reads version ${schemaVersion}. Update Retort.`
      : say`There is no version ${node.value} of recipes. Write version: ${schemaVersion}.`;
  // What a later version means isn't known here; what there never was can only be a slip.
  const fixes = node.value > schemaVersion ? [] : [sure(replace(node.range, String(schemaVersion)))];
  return [problem('other-version', message, node.range, { fixes })];
}

import { CompletionItemKind } from 'vscode-languageserver';
import { trainedBy } from '../../recipe/resolved/uses.ts';
import type { Rule } from '../../recipe/structure/rule.ts';
import { say } from '../../text/say.ts';
import { indentAt } from './indent.ts';
import { namesOf } from './names.ts';
import type { Proposal } from './proposal.ts';
import { itemOf, opened } from './skeleton.ts';
import { joined, slot, type Piece } from './snippet.ts';
import type { Spot } from './spot.ts';
import { wholes } from './wholes.ts';

/** Of optimizers the one that a stage is begun with; the templates have it too. */
const usualOptimizer = 'adam';

/** Whole stages in lines of their own: one that learns from labels, one that learns from a teacher. */
export function stages(rule: Rule, spot: Spot): readonly Proposal[] {
  const { losses } = spot.snapshot.catalogue;
  const alone = losses.find(({ reads }) => reads === 'labels')?.name;
  const taught = losses.find(({ reads }) => reads === 'logits')?.name;
  const isTrained = (model: string) => spot.recipe.stages.some((stage) => trainedBy(stage).includes(model));
  const models = namesOf('model', spot);
  const [fresh, ready] = [models.filter((id) => !isTrained(id)), models.filter(isTrained)];
  const pupils = slot(...fresh, ...ready);
  return [
    {
      label: 'teach',
      detail: say`A stage that learns from labels`,
      lines: [['name: ', slot('teach')], ['train: ', pupils], ...restOf(rule, alone, spot)],
    },
    {
      label: 'distil',
      detail: say`A stage that learns from a teacher`,
      lines: [
        ['name: ', slot('distil')],
        ['train: ', pupils],
        ['teachers: ', slot(...ready, ...fresh)],
        ...restOf(rule, taught, spot),
      ],
    },
  ].map(({ lines, ...proposal }) => ({
    ...proposal,
    kind: CompletionItemKind.Snippet,
    pieces: joined(lines, `\n${indentAt(spot)}`),
  }));
}

/** What every stage goes on with: `data: train`, `length: 10 epochs`, `optimizer: { … }`, `losses:` and a term. */
function restOf(
  { properties = {} }: Rule,
  loss: string | undefined,
  spot: Spot,
): readonly (readonly Piece[])[] {
  const inStage = (key: string) => ({ spot, path: [...spot.path.slice(0, -1), key], map: null });
  const line = (key: string) => [`${key}:`, ...opened(properties[key] ?? {}, inStage(key), null)];
  const whole = (key: string, rule: Rule, word: string | undefined): readonly Piece[] =>
    wholes(rule, inStage(key)).find(({ label }) => label === word)?.pieces ?? [slot()];
  const term = itemOf(properties.losses ?? {});
  return [
    line('data'),
    line('length'),
    ['optimizer: ', ...whole('optimizer', properties.optimizer ?? {}, usualOptimizer)],
    ['losses:'],
    ['  - ', ...whole('losses', term ?? {}, loss)],
  ];
}

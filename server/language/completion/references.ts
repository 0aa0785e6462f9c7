import { CompletionItemKind } from 'vscode-languageserver';
import { isTest } from '../../recipe/resolved/selection.ts';
import { dataOfModel, trainedBy, unique } from '../../recipe/resolved/uses.ts';
import type { Rule } from '../../recipe/structure/rule.ts';
import { say } from '../../text/say.ts';
import { whole } from '../hover/amounts.ts';
import { aboutPart, cardOf } from './about.ts';
import { namesOf } from './names.ts';
import type { Proposal } from './proposal.ts';
import type { Writing } from './skeleton.ts';
import type { Spot } from './spot.ts';
import { taps } from './taps.ts';
import { dataNamed, modelNamed } from './world.ts';

/** What a reference can name, without what its list names already. */
export function references({ to }: Rule, { spot }: Writing): readonly Proposal[] {
  switch (to) {
    case 'tap':
      return taps(spot);
    case 'field':
      return fields(spot);
    case 'target':
      return [...names('model', spot), ...parts(spot)];
    case undefined:
      return [];
    default:
      return names(to, spot);
  }
}

function names(to: string, spot: Spot): readonly Proposal[] {
  const list = spot.steps.at(-2)?.node;
  const said = new Set(
    list?.kind === 'list' ? list.items.map((item) => (item.kind === 'scalar' ? item.value : null)) : [],
  );
  return namesOf(to, spot)
    .filter((name) => !said.has(name) && !isRefused(to, name, spot))
    .map((name) => ({
      label: name,
      kind: CompletionItemKind.Reference,
      detail: to === 'model' ? modelDetail(spot, name) : to === 'data' ? dataDetail(spot, name) : '',
      about: () => cardOf(to, name, spot),
      rank: to === 'model' && trainedHere(spot).includes(name) ? 2 : 1,
    }));
}

/** What the check would refuse: a model that starts from itself or teaches only itself, a split that can't select. */
function isRefused(to: string, name: string, spot: Spot): boolean {
  const [section, owner] = spot.path;
  if (to === 'model') {
    const trained = trainedHere(spot);
    return (section === 'models' && owner === name) || (trained.length === 1 && trained[0] === name);
  }
  if (to !== 'data' || section !== 'evaluate') return false;
  return dataNamed(spot, name)?.labelled === false || (owner === 'select' && isTest(name));
}

/** Models that the stage trains whose teachers are being written. */
function trainedHere({ path: [section, index, key], recipe }: Spot): readonly string[] {
  const stage = section === 'stages' && key === 'teachers' ? recipe.stages[Number(index)] : undefined;
  return stage === undefined ? [] : trainedBy(stage);
}

function modelDetail(spot: Spot, id: string): string {
  const model = modelNamed(spot, id);
  return model === null ? '' : say`${model.use.kind}, ${whole(model.measured.parameters)} parameters`;
}

function dataDetail(spot: Spot, id: string): string {
  const data = dataNamed(spot, id);
  if (data === null) return '';
  const size = whole(data.size);
  return data.labelled ? say`${size} samples with labels` : say`${size} samples without labels`;
}

/** Blocks of models, as patterns of their variables: `small/hidden.1/**`. */
const parts = (spot: Spot): readonly Proposal[] =>
  namesOf('model', spot).flatMap((id) => {
    const model = modelNamed(spot, id);
    if (model === null) return [];
    const variables = model.network.parameters;
    const blocks = unique(variables.map(({ name }) => name.slice(0, Math.max(0, name.lastIndexOf('/')))));
    return blocks
      .filter((block) => block !== '')
      .map((block) => ({
        label: `${id}/${block}/**`,
        kind: CompletionItemKind.Module,
        about: () => aboutPart(model, `${block}/**`, spot),
        rank: 2,
      }));
  });

/** Fields of the data that a model sees. */
function fields(spot: Spot): readonly Proposal[] {
  const seen = dataOfModel(spot.recipe, spot.path[1] ?? '').flatMap((id) => dataNamed(spot, id) ?? []);
  const all = seen.flatMap(({ facts }) => Object.entries(facts.fields));
  return [...new Map(all)].map(([name, { shape, dtype }]) => ({
    label: name,
    kind: CompletionItemKind.Field,
    detail: `${dtype} [${shape.join(', ')}]`,
  }));
}

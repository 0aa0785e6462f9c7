import { CompletionItemKind } from 'vscode-languageserver';
import { dataOfModel, unique } from '../../recipe/resolved/uses.ts';
import type { Rule } from '../../recipe/structure/rule.ts';
import { say } from '../../text/say.ts';
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
    .filter((name) => !said.has(name))
    .map((name) => ({
      label: name,
      kind: CompletionItemKind.Reference,
      detail: to === 'model' ? modelDetail(spot, name) : to === 'data' ? dataDetail(spot, name) : '',
      about: () => cardOf(to, name, spot),
      rank: isOwn(spot, name) ? 2 : 1,
    }));
}

/** A model hardly starts from itself, nor is it mostly its own teacher. */
function isOwn({ path, recipe }: Spot, name: string): boolean {
  const [section, owner, key] = path;
  if (section === 'models') return owner === name;
  const stage = section === 'stages' && key === 'teachers' ? recipe.stages[Number(owner)] : undefined;
  return stage?.updates.some(({ train }) => train.some(({ value }) => value.model === name)) === true;
}

function modelDetail(spot: Spot, id: string): string {
  const model = modelNamed(spot, id);
  return model === null ? '' : say`${model.use.kind}, ${model.measured.parameters} parameters`;
}

function dataDetail(spot: Spot, id: string): string {
  const data = dataNamed(spot, id);
  if (data === null) return '';
  return data.labelled ? say`${data.size} samples with labels` : say`${data.size} samples without labels`;
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

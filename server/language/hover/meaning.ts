import { scalarOf } from '../../recipe/resolved/parameters.ts';
import type { Measure } from '../../recipe/resolved/lengths.ts';
import type { ResolvedUpdate } from '../../recipe/resolved/stages.ts';
import type { ResolvedTerm } from '../../recipe/resolved/terms.ts';
import { tagOf } from '../../recipe/structure/pick.ts';
import { course, stepsAndEpochs } from './amounts.ts';
import { dataCard, modelCard, partCard, stageCard } from './cards.ts';
import { describeLoss, describeRule, describeWord, title } from './describe.ts';
import { bullets, code, paragraphs } from './markdown.ts';
import { ownerOf, type Place } from '../place.ts';
import type { Snapshot } from '../snapshot.ts';
import { describeSides, describeTap, sidesOf, sidesOfPlan, tapOf } from './tap-sides.ts';

/** A key or a value that somebody asks about. */
export interface Spot {
  readonly snapshot: Snapshot;
  readonly place: Place;
  /** Keys and indices from the root. */
  readonly path: readonly string[];
  readonly offset: number;
}

/** What a word names or means where it stands, as Markdown; null where it is only a key or a value. */
export function meaningOf(spot: Spot, word: string): string | null {
  const { snapshot, place, path } = spot;
  const [section, id] = path;
  if (place.onKey) {
    const to = path.length === 2 ? section : place.steps.at(-2)?.chosen?.to;
    return to === 'models' ? modelCard(snapshot, word) : to === 'data' ? dataCard(snapshot, word) : null;
  }
  if (section === 'stages' && path.length === 3 && path[2] === 'name') return stageNamed(spot);
  const key = path.at(-1);
  const term = termAt(spot);
  if (key === 'loss' && term !== null) return describeLoss(term.term.descriptor, term.term);
  if (key === 'pairs' && term !== null) return rulePairs(term.term);
  switch (place.steps.at(-1)?.chosen?.to) {
    case 'model':
      return modelCard(snapshot, word);
    case 'target':
      return targetText(spot, word);
    case 'data':
      return dataCard(snapshot, word);
    case 'tap':
      return tapText(spot, word, term);
    case 'path':
      return section === 'models' && id !== undefined ? modelCard(snapshot, id) : null;
    default:
      return describeWord(snapshot.catalogue, path, word) ?? alternativeText(place, word);
  }
}

/** What the map is whose kind a word says, where the word says one. */
function alternativeText({ steps }: Place, word: string): string | null {
  const [parent, last] = steps.slice(-2);
  const { rule = null, chosen = null } = parent ?? {};
  if (rule === null || chosen === null || chosen === rule || typeof last?.at !== 'object') return null;
  return last.at?.key === tagOf(rule) ? paragraphs(title(word), describeRule(chosen)) : null;
}

/** What a length or a schedule comes to in its stage, or in every stage where it belongs to none. */
export function amountsAt({ snapshot, place, path }: Spot): string {
  const last = place.steps.at(-1);
  const owner = path[0] === 'stages' ? stageAt(snapshot, place) : undefined;
  const stages = (snapshot.resolved?.stages ?? []).filter(
    ({ entry }) => path[0] !== 'stages' || entry === owner,
  );
  const each = (text: (measure: Measure) => string): string => {
    const lines = stages.flatMap(({ entry, measure }) => {
      const shown = measure === null ? '' : text(measure);
      return shown === '' ? [] : [stages.length === 1 ? shown : `${code(entry.name.value)}: ${shown}`];
    });
    return lines.length === 1 ? (lines[0] ?? '') : bullets(lines);
  };
  if (last?.chosen?.retort === 'length' && last.node.kind === 'scalar') {
    const length = String(last.node.value);
    return each((measure) => stepsAndEpochs(length, measure));
  }
  const scheduled = place.steps.find(({ rule }) => rule?.retort === 'scalar');
  const source = scheduled === undefined ? null : scalarOf(scheduled.node);
  return source === null ? '' : each((measure) => course(source, measure));
}

const stageAt = ({ document, recipe }: Snapshot, place: Place) => {
  const node = document.root === null ? undefined : ownerOf(document.root, place);
  return recipe.stages.find((stage) => stage.node === node);
};

function stageNamed({ snapshot, place }: Spot): string | null {
  const stage = stageAt(snapshot, place);
  return stage === undefined ? null : stageCard(snapshot, stage);
}

interface FoundTerm {
  readonly term: ResolvedTerm;
  readonly update: ResolvedUpdate;
}

function termAt({ snapshot, place }: Spot): FoundTerm | null {
  const nodes = place.steps.map(({ node }) => node);
  for (const update of (snapshot.resolved?.stages ?? []).flatMap(({ updates }) => updates)) {
    const term = update.terms.find(({ entry }) => nodes.includes(entry.node));
    if (term !== undefined) return { term, update };
  }
  return null;
}

/** Pairs that follow from a rule such as `uniform`. */
const rulePairs = ({ pairs }: ResolvedTerm): string | null =>
  pairs === null ? null : bullets(pairs.map((pair) => describeSides(sidesOfPlan(pair))));

/** A model that trains, and how much of it where a part is named. */
function targetText({ snapshot, place }: Spot, word: string): string | null {
  const slash = word.indexOf('/');
  if (slash < 0) return modelCard(snapshot, word);
  const id = word.slice(0, slash);
  const stage = stageAt(snapshot, place);
  const update = snapshot.resolved?.stages
    .find(({ entry }) => entry === stage)
    ?.updates.find(({ model }) => model?.id === id);
  const model = update?.model ?? null;
  return update === undefined || model === null
    ? modelCard(snapshot, id)
    : partCard(snapshot, model, update.variables.length);
}

/** A tap, and what it is compared with where a pair names it. */
function tapText({ snapshot, path, offset }: Spot, word: string, found: FoundTerm | null): string | null {
  const { resolved } = snapshot;
  if (resolved === null) return null;
  if (found === null) {
    const tap = tapOf(path[0] === 'models' ? resolved.models.get(path[1] ?? '') : null, word);
    return tap === null ? null : describeTap(tap);
  }
  const { term, update } = found;
  const pairs = term.entry.pairs?.kind === 'list' ? term.entry.pairs.pairs : [];
  const pair = pairs.find(({ range }) => range.start <= offset && offset <= range.end);
  if (pair === undefined) return null;
  const sides = sidesOf(pair, term, update, resolved);
  const onTeacher = pair.teacher.range.start <= offset && offset <= pair.teacher.range.end;
  const tap = onTeacher ? sides.teacher : sides.student;
  return tap === null ? null : paragraphs(describeTap(tap), describeSides(sides));
}

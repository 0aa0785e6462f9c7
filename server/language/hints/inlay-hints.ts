import type { InlayHint } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import type { Node } from '../../recipe/node.ts';
import type { PairEntry } from '../../recipe/read/terms.ts';
import { teachersOf } from '../../recipe/resolved/uses.ts';
import type { Resolved } from '../../recipe/resolved/resolved.ts';
import type { ResolvedStage, ResolvedUpdate } from '../../recipe/resolved/stages.ts';
import type { ResolvedTerm } from '../../recipe/resolved/terms.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { ruleOf } from '../../recipe/structure/rule.ts';
import { count } from '../../recipe/table.ts';
import { otherUnit, ratio, stepsAndEpochs, whole } from '../hover/amounts.ts';
import { unstatedOfStage, unstatedOfTerm, unstatedParameters, type Unstated } from './defaults.ts';
import { bullets, code, oneLine, prose, shapeText } from '../hover/markdown.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import { describeSides, sidesOf, sidesOfPlan, type Sides } from '../hover/tap-sides.ts';
import { visits } from '../../recipe/structure/visits.ts';
import { touches } from '../navigation/ranges.ts';

/** What a recipe leaves unsaid, to be shown behind what it says. */
interface Hint {
  /** The end of a value. */
  readonly offset: number;
  readonly label: string;
  /** Markdown; empty for none. */
  readonly tooltip: string;
}

/**
 * What isn't written, behind what is: shapes of pairs, parameters of student and teachers, steps behind lengths, and
 * with `defaults` the values of what terms, optimizers and stages leave out. Those within a range of the text.
 */
export function inlayHints(
  snapshot: Snapshot,
  range: Range,
  settings: { readonly defaults: boolean },
): readonly InlayHint[] {
  const { resolved } = snapshot;
  if (resolved === null) return [];
  const hints = resolved.stages.flatMap((stage) => [
    ...ofStage(stage, snapshot, resolved),
    ...(settings.defaults ? defaultsIn(stage, snapshot) : []),
  ]);
  return unique([...hints, ...ofLengths(snapshot, resolved)])
    .filter(({ offset }) => touches(range, offset))
    .sort((a, b) => a.offset - b.offset)
    .map((hint) => shown(hint, snapshot));
}

/** What an alias repeats is written once, and often says the same for each of its places. */
const unique = (hints: readonly Hint[]): readonly Hint[] => [
  ...new Map(hints.map((hint) => [`${hint.offset} ${hint.label}`, hint])).values(),
];

const shown = ({ offset, label, tooltip }: Hint, snapshot: Snapshot): InlayHint => ({
  position: rangeOf(snapshot, { start: offset, end: offset }).start,
  label: oneLine(label),
  paddingLeft: true,
  ...(tooltip === '' ? {} : { tooltip: { kind: 'markdown', value: tooltip } }),
});

function ofStage(stage: ResolvedStage, snapshot: Snapshot, resolved: Resolved): readonly Hint[] {
  return [
    ...sizes(stage, snapshot, resolved),
    ...stage.updates.flatMap((update) => update.terms.flatMap((term) => ofPairs(term, update, resolved))),
  ];
}

/** Parameters behind the names in `train:` and `teachers:`, those of a student compared with its teachers'. */
function sizes(
  { entry, updates }: ResolvedStage,
  { recipe }: Snapshot,
  { models }: Resolved,
): readonly Hint[] {
  const isModel = (id: string) => recipe.models.some((model) => model.id.value === id);
  const teachers = teachersOf(entry, isModel);
  const parametersOf = (id: string) => models.get(id)?.measured.parameters;
  return updates.flatMap((update) => {
    const students = update.entry.train.map(({ value, range }) => ({ id: value.model, range }));
    const others = update.entry.teachers.map(({ value, range }) => ({ id: value, range }));
    return [...students, ...others].flatMap(({ id, range }) => {
      const own = parametersOf(id);
      if (own === undefined) return [];
      const compared = students.some((student) => student.range === range)
        ? teachers.filter((teacher) => teacher !== id && parametersOf(teacher) !== undefined)
        : [];
      const ratios = compared.map((teacher) => ratio(own, parametersOf(teacher) ?? 0));
      return [
        {
          offset: range.end,
          label: [count(own), ...ratios].join(' · '),
          tooltip: bullets([
            say`${code(id)}: ${whole(own)} parameters`,
            ...compared.map(
              (teacher) => say`${code(teacher)}: ${whole(parametersOf(teacher) ?? 0)} parameters`,
            ),
          ]),
        },
      ];
    });
  });
}

function ofPairs(term: ResolvedTerm, update: ResolvedUpdate, resolved: Resolved): readonly Hint[] {
  const { pairs } = term.entry;
  if (pairs?.kind === 'list') return pairs.pairs.flatMap((pair) => ofPair(pair, term, { update, resolved }));
  if (pairs === null || term.pairs === null) return [];
  const sides = term.pairs.map(sidesOfPlan);
  const label = sides.map(({ student, teacher }) => `${student?.name ?? ''} ↔ ${teacher?.name ?? ''}`);
  return [
    { offset: pairs.rule.range.end, label: label.join(', '), tooltip: bullets(sides.map(describeSides)) },
  ];
}

function ofPair(
  pair: PairEntry,
  term: ResolvedTerm,
  { update, resolved }: { readonly update: ResolvedUpdate; readonly resolved: Resolved },
): readonly Hint[] {
  const sides = sidesOf(pair, term, update, resolved);
  const label = shapesText(sides);
  return label === '' ? [] : [{ offset: pair.range.end, label, tooltip: describeSides(sides) }];
}

/** `[32] → linear → [5, 5, 16]`; empty where a side is not known. */
const shapesText = ({ student, teacher, projection }: Sides): string =>
  student === null || teacher === null
    ? ''
    : `${shapeText(student.shape)} ${projection === 'none' ? '↔' : `→ ${projection} →`} ${shapeText(teacher.shape)}`;

/** Steps behind epochs and shares, epochs behind steps: of the stage where they stand, of each where in none. */
function ofLengths({ document, catalogue }: Snapshot, { stages }: Resolved): readonly Hint[] {
  if (document.root === null) return [];
  const found: Hint[] = [];
  for (const { node, rule } of visits(document.root, ruleOf(schemaOf(catalogue)))) {
    if (rule?.retort !== 'length' || node.kind !== 'scalar') continue;
    const text = String(node.value);
    const known = stages.flatMap(({ entry, measure }) => (measure === null ? [] : [{ entry, measure }]));
    const own = known.filter(({ entry }) => holds(entry.node, node));
    const places = own.length > 0 ? own : known;
    const labels = new Set(
      places.map(({ measure }) => otherUnit(text, measure)).filter((label) => label !== ''),
    );
    if (labels.size === 0) continue;
    found.push({
      offset: node.range.end,
      label: `= ${[...labels].join(' | ')}`,
      tooltip: bullets(
        places.map(({ entry, measure }) => `${code(entry.name.value)}: ${stepsAndEpochs(text, measure)}`),
      ),
    });
  }
  return found;
}

/** Whether a value is in another one as it is written. */
const holds = (outer: Node, inner: Node): boolean =>
  outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;

/** Behind a stage's name what the stage leaves out, at the ends of its terms and optimizers what these do. */
function defaultsIn({ entry, updates }: ResolvedStage, { catalogue }: Snapshot): readonly Hint[] {
  const ofUpdates = updates.flatMap(({ entry: { optimizer: node }, optimizer, terms }) => [
    ...(node === null || optimizer === null
      ? []
      : hintOf(
          node.range.end,
          unstatedParameters(node, optimizer.descriptor.parameters, optimizer.parameters),
        )),
    ...terms.flatMap((term) => hintOf(term.entry.node.range.end, unstatedOfTerm(term))),
  ]);
  return [...hintOf(entry.name.range.end, unstatedOfStage(entry, catalogue)), ...ofUpdates];
}

const hintOf = (offset: number, unstated: readonly Unstated[]): readonly Hint[] =>
  unstated.length === 0
    ? []
    : [
        {
          offset,
          label: unstated.map(({ key, value }) => `${key}: ${value}`).join(', '),
          tooltip: bullets(
            unstated.map(({ key, value, description }) =>
              description === ''
                ? `${code(key)}: ${code(value)}`
                : `${code(key)}: ${code(value)} · ${prose(description)}`,
            ),
          ),
        },
      ];

import type { LossDescriptor } from '../../distill/losses/descriptor.ts';
import type { PairPlan, ProjectionPlan } from '../../distill/plan.ts';
import type { Shape } from '../../distill/tensors.ts';
import type { Fix, Range } from '../../protocol/problem.ts';
import { addKey } from '../fixes/add.ts';
import type { Node } from '../node.ts';
import type { Located } from '../read/located.ts';
import type { Pairing, PairEntry, TermEntry } from '../read/terms.ts';
import { problem, unknown, type Context } from './context.ts';
import type { ResolvedModel } from './models.ts';
import { commonFamily, families, pairBlocks } from './pairing.ts';
import { projectedShape, projectionPlan } from './projections.ts';
import { say } from '../../text/say.ts';

export interface PairInputs {
  readonly term: TermEntry;
  readonly descriptor: LossDescriptor;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly student: ResolvedModel;
  readonly teacher: ResolvedModel | null;
  /** `stage/term`. */
  readonly prefix: string;
}

/** What a term compares, with shapes and projections. Null when something doesn't fit: then it was reported. */
export function resolvePairs(inputs: PairInputs, context: Context): readonly PairPlan[] | null {
  const wanted = inputs.descriptor.reads === 'pairs' ? writtenPairs(inputs, context) : logitsPair(inputs);
  if (wanted === null) return null;
  const pairs = wanted.map((pair, index) => resolvePair(pair, index, inputs, context));
  const found = pairs.filter((pair) => pair !== null);
  return found.length === pairs.length ? found : null;
}

interface Wanted {
  readonly student: Located<string>;
  readonly teacher: Located<string> | null;
  readonly project: Node | null;
  readonly weight: number;
  readonly range: Range;
  /** How it is written, where it is written out. */
  readonly entry: PairEntry | null;
}

function logitsPair({ term, teacher }: PairInputs): readonly Wanted[] {
  const logits = { value: 'logits', range: term.loss.range };
  return [
    {
      student: logits,
      teacher: teacher === null ? null : logits,
      project: null,
      weight: 1,
      range: term.loss.range,
      entry: null,
    },
  ];
}

function writtenPairs(inputs: PairInputs, context: Context): readonly Wanted[] | null {
  const { term, teacher } = inputs;
  if (term.pairs === null) {
    const message = say`${term.loss.value} compares taps and the term names none. Add pairs: [[student tap, teacher tap]], or pairs: uniform.`;
    context.report(problem('missing-pairs', message, term.loss.range));
    return null;
  }
  if (term.pairs.kind === 'rule') return rulePairs(term.pairs.rule, inputs, context);
  return term.pairs.pairs.map((entry) => ({
    student: entry.student,
    teacher: teacher === null ? null : ownTap(entry.teacher, teacher),
    project: entry.project ?? term.project,
    weight: entry.weight,
    range: entry.range,
    entry,
  }));
}

/** A teacher's tap without the model's name before it. */
const ownTap = (tap: Located<string>, teacher: ResolvedModel): Located<string> =>
  tap.value.startsWith(`${teacher.id}/`) && !teacher.network.taps.includes(tap.value)
    ? { value: tap.value.slice(teacher.id.length + 1), range: tap.range }
    : tap;

function rulePairs(
  rule: Located<Pairing>,
  { student, teacher, term }: PairInputs,
  context: Context,
): readonly Wanted[] | null {
  if (teacher === null) return null;
  const family = commonFamily(student.network.taps, teacher.network.taps);
  if (family === null) {
    const names = (model: ResolvedModel) => [...families(model.network.taps).keys()].join(', ') || say`none`;
    const message = say`pairs: ${rule.value} needs one family of numbered taps on each side; ${student.id} has ${names(student)}, ${teacher.id} has ${names(teacher)}. Write the pairs out.`;
    context.report(problem('ambiguous-pairs', message, rule.range));
    return null;
  }
  const blocks = pairBlocks(
    rule.value,
    families(student.network.taps).get(family.student) ?? [],
    families(teacher.network.taps).get(family.teacher) ?? [],
  );
  if (blocks.length === 0) {
    const message = say`pairs: ${rule.value} leaves no pair of ${family.student} with ${family.teacher}: there are too few blocks. Write the pairs out.`;
    context.report(problem('ambiguous-pairs', message, rule.range));
    return null;
  }
  return blocks.map(([own, theirs]) => ({
    student: { value: `${family.student}.${own}`, range: rule.range },
    teacher: { value: `${family.teacher}.${theirs}`, range: rule.range },
    project: term.project,
    weight: 1,
    range: rule.range,
    entry: null,
  }));
}

/** Where a model's network is written: what taps and their shapes come from. */
const networkPlace = ({ id, entry }: ResolvedModel) => ({
  message: say`Network of ${id}`,
  range: (entry.network ?? entry.id).range,
});

function tapShape(model: ResolvedModel, tap: Located<string>, context: Context): Shape | null {
  const shape = Object.hasOwn(model.measured.taps, tap.value) ? model.measured.taps[tap.value] : undefined;
  if (shape === undefined) {
    context.report({ ...unknown('tap', tap, model.network.taps, model.id), related: [networkPlace(model)] });
  }
  return shape ?? null;
}

function resolvePair(wanted: Wanted, index: number, inputs: PairInputs, context: Context): PairPlan | null {
  const { student, teacher, prefix } = inputs;
  const studentShape = tapShape(student, wanted.student, context);
  const teacherShape =
    teacher === null || wanted.teacher === null ? null : tapShape(teacher, wanted.teacher, context);
  const projection = projectionPlan(wanted.project, context.catalogue);
  if (studentShape === null || projection === null) return null;
  if (wanted.teacher !== null && teacherShape === null) return null;
  const shapes = { student: studentShape, teacher: teacherShape };
  if (!meets(wanted, shapes, projection, { inputs, context })) return null;
  return {
    id: `${prefix}/${index}`,
    student: wanted.student.value,
    studentShape,
    teacher: wanted.teacher?.value ?? null,
    teacherShape,
    projection,
    weight: wanted.weight,
  };
}

const text = (shape: Shape): string => `[${shape.join(', ')}]`;

/** Whether the loss can compare what comes out of the projection with the teacher's tap. */
function meets(
  wanted: Wanted,
  shapes: { readonly student: Shape; readonly teacher: Shape | null },
  projection: ProjectionPlan,
  { inputs, context }: { readonly inputs: PairInputs; readonly context: Context },
): boolean {
  const { student, teacher } = shapes;
  const related = [inputs.student, ...(inputs.teacher === null ? [] : [inputs.teacher])].map(networkPlace);
  const projected =
    teacher === null ? student : projectedShape(projection, student, teacher, context.catalogue);
  if (projected === null) {
    const message = say`The projection ${projection.kind} can't bring ${wanted.student.value} ${text(student)} to ${wanted.teacher?.value ?? ''} ${text(teacher ?? [])}. Choose other taps or another projection.`;
    const range = wanted.project?.range ?? wanted.range;
    context.report(problem('projection-does-not-fit', message, range, { related }));
    return false;
  }
  const found = inputs.descriptor.check(
    { student: projected, ...(teacher === null ? {} : { teacher }) },
    inputs.parameters,
  );
  // A model that doesn't fit its own data is reported there, and differs here because of that.
  const miscounted = [inputs.student, inputs.teacher].some((model) => (model?.misfits.length ?? 0) > 0);
  for (const { code, message, projection: helpful } of found) {
    if (code === 'classes-differ' && miscounted) continue;
    const hint = helpful === undefined ? '' : say` The projection ${helpful} would bring them together.`;
    const fix = helpful === undefined ? undefined : projectFix(wanted, helpful, inputs, context);
    const known = code === 'classes-differ' ? code : 'pair-does-not-meet';
    context.report(
      problem(
        known,
        say`${wanted.student.value} and ${wanted.teacher?.value ?? say`labels`}: ${message}${hint}`,
        wanted.range,
        { fixes: [fix], related },
      ),
    );
  }
  return found.length === 0;
}

/** Puts the projection where it concerns this pair alone. */
function projectFix(
  wanted: Wanted,
  projection: string,
  { term }: PairInputs,
  { text }: Context,
): Fix | undefined {
  const pairs = term.pairs?.kind === 'list' ? term.pairs.pairs : [];
  if (wanted.project !== null) {
    const { range } = wanted.project;
    return { title: say`Project with ${projection}`, edits: [{ range, text: projection }] };
  }
  if (wanted.entry === null || pairs.length === 1) return addKey(text, term.node, 'project', projection);
  const { range, student, teacher } = wanted.entry;
  const written = `{ student: ${student.value}, teacher: ${teacher.value}, project: ${projection} }`;
  return { title: say`Project with ${projection}`, edits: [{ range, text: written }] };
}

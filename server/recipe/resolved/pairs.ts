import type { LossDescriptor } from '../../distill/losses/descriptor.ts';
import type { PairPlan, ProjectionPlan } from '../../distill/plan.ts';
import type { Shape } from '../../distill/tensors.ts';
import type { Fix, Range } from '../../protocol/problem.ts';
import { addPairs, otherPairs, projectWith, swapped } from '../fixes/pairs.ts';
import { entryOf, type Node } from '../node.ts';
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
  const { term, student, teacher } = inputs;
  if (term.pairs === null) {
    // What is there and no pairs has a problem of its form.
    if (entryOf(term.node, 'pairs') !== undefined) return null;
    const message = say`${term.loss.value} compares taps and the term names none. Add pairs: [[student tap, teacher tap]], or pairs: uniform.`;
    const fixes = teacher === null ? [] : addPairs(context.text, term.node, tapsOf(student, teacher));
    context.report(problem('missing-pairs', message, term.loss.range, { fixes }));
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
  const fixes = otherPairs(rule, tapsOf(student, teacher));
  const family = commonFamily(student.network.taps, teacher.network.taps);
  if (family === null) {
    const names = (model: ResolvedModel) => [...families(model.network.taps).keys()].join(', ') || say`none`;
    const message = say`pairs: ${rule.value} needs one family of numbered taps on each side; ${student.id} has ${names(student)}, ${teacher.id} has ${names(teacher)}. Write the pairs out.`;
    context.report(problem('ambiguous-pairs', message, rule.range, { fixes }));
    return null;
  }
  const blocks = pairBlocks(
    rule.value,
    families(student.network.taps).get(family.student) ?? [],
    families(teacher.network.taps).get(family.teacher) ?? [],
  );
  if (blocks.length === 0) {
    const message = say`pairs: ${rule.value} leaves no pair of ${family.student} with ${family.teacher}: there are too few blocks. Write the pairs out.`;
    context.report(problem('ambiguous-pairs', message, rule.range, { fixes }));
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

const tapsOf = (student: ResolvedModel, teacher: ResolvedModel) => ({
  student: student.network.taps,
  teacher: teacher.network.taps,
});

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
  if (teacher !== null && wanted.entry !== null && isSwapped(wanted.entry, student, teacher)) {
    const message = say`${wanted.entry.student.value} is a tap of the teacher ${teacher.id}, and ${wanted.entry.teacher.value} one of the student ${student.id}. Write the student’s tap first.`;
    const related = [student, teacher].map(networkPlace);
    context.report(
      problem('swapped-pair', message, wanted.range, { fixes: [swapped(wanted.entry)], related }),
    );
    return null;
  }
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

/** Whether a pair means nothing as it is written, and something the other way round. */
function isSwapped(entry: PairEntry, student: ResolvedModel, teacher: ResolvedModel): boolean {
  const [first, second] = [ownTap(entry.student, teacher).value, entry.teacher.value];
  const isRight =
    student.network.taps.includes(entry.student.value) &&
    teacher.network.taps.includes(ownTap(entry.teacher, teacher).value);
  return !isRight && teacher.network.taps.includes(first) && student.network.taps.includes(second);
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
    const fixes = projectFixes(wanted, shapes, { inputs, context });
    context.report(problem('projection-does-not-fit', message, range, { fixes, related }));
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
    const fixes = projectFixes(wanted, shapes, { inputs, context }, helpful);
    const known = code === 'classes-differ' ? code : 'pair-does-not-meet';
    context.report(
      problem(
        known,
        say`${wanted.student.value} and ${wanted.teacher?.value ?? say`labels`}: ${message}${hint}`,
        wanted.range,
        { fixes, related },
      ),
    );
  }
  return found.length === 0;
}

/** A fix for each projection with which the loss can compare the pair, the most helpful one first. */
function projectFixes(
  wanted: Wanted,
  { student, teacher }: { readonly student: Shape; readonly teacher: Shape | null },
  { inputs, context }: { readonly inputs: PairInputs; readonly context: Context },
  helpful?: string,
): readonly (Fix | undefined)[] {
  if (teacher === null || inputs.descriptor.reads !== 'pairs') return [];
  return context.catalogue.projections
    .filter(({ output }) => {
      const projected = output(student, teacher, {});
      const shapes = { student: projected ?? student, teacher };
      return projected !== null && inputs.descriptor.check(shapes, inputs.parameters).length === 0;
    })
    .map(({ kind }) => kind)
    .sort((a, b) => Number(b === helpful) - Number(a === helpful))
    .map((kind) => projectWith(context.text, kind, { ...wanted, term: inputs.term }));
}

import type { ResolvedModel } from '../../recipe/resolved/models.ts';
import type { ResolvedTerm } from '../../recipe/resolved/terms.ts';
import type { ResolvedUpdate } from '../../recipe/resolved/stages.ts';
import type { Resolved } from '../../recipe/resolved/resolved.ts';
import { textOf } from '../../recipe/read/located.ts';
import type { PairEntry } from '../../recipe/read/terms.ts';
import { valueOf } from '../../recipe/node.ts';
import { bytes } from '../../recipe/table.ts';
import { say } from '../../text/say.ts';
import { whole } from './amounts.ts';
import { bullets, code, paragraphs, shapeText } from './markdown.ts';

type Shape = readonly number[];
type Pair = NonNullable<ResolvedTerm['pairs']>[number];

export interface NamedShape {
  readonly name: string;
  /** Without the batch axis. */
  readonly shape: Shape;
}

/** An intermediate output of a model. */
export interface Tap extends NamedShape {
  readonly model: ResolvedModel;
}

/** A tap as a recipe names it, with the model's name before it or without; null where the model has none such. */
export function tapOf(model: ResolvedModel | null | undefined, written: string): Tap | null {
  if (model === null || model === undefined) return null;
  const own = written.startsWith(`${model.id}/`) ? written.slice(model.id.length + 1) : written;
  const name = [written, own].find((candidate) => Object.hasOwn(model.measured.taps, candidate));
  const shape = name === undefined ? undefined : model.measured.taps[name];
  return name === undefined || shape === undefined ? null : { model, name, shape };
}

/** What a pair compares, as far as it is there. */
export interface Sides {
  readonly student: NamedShape | null;
  readonly teacher: NamedShape | null;
  /** `none` where there is none. */
  readonly projection: string;
}

/** Both sides of a pair that a term writes out, whether they meet or not. */
export function sidesOf(
  pair: PairEntry,
  term: ResolvedTerm,
  update: ResolvedUpdate,
  { models }: Resolved,
): Sides & { readonly student: Tap | null; readonly teacher: Tap | null } {
  const project = pair.project ?? term.entry.project ?? undefined;
  return {
    student: tapOf(update.model, pair.student.value),
    teacher: term.teacher === null ? null : tapOf(models.get(term.teacher), pair.teacher.value),
    projection: (textOf(project) ?? textOf(valueOf(project, 'kind')))?.value ?? 'none',
  };
}

/** Both sides of a pair that meets. */
export const sidesOfPlan = ({ student, studentShape, teacher, teacherShape, projection }: Pair): Sides => ({
  student: { name: student, shape: studentShape },
  teacher: teacher === null ? null : { name: teacher, shape: teacherShape ?? [] },
  projection: projection.kind,
});

/** A tap by itself: shape, what its axes are, size, place in the forward pass. */
export function describeTap({ model, name, shape }: Tap): string {
  const numbers = shape.reduce((product, size) => product * size, 1);
  const { taps } = model.network;
  return paragraphs(
    say`**${code(name)}** · tap of ${code(model.id)}`,
    bullets([
      say`Shape: ${code(shapeText(shape))}, ${axesOf(model, name, shape)}`,
      say`${whole(numbers)} floats a sample (${bytes(4 * numbers)})`,
      say`Tap ${taps.indexOf(name) + 1} of ${taps.length} in the forward pass`,
    ]),
  );
}

/** `student [32] → linear → teacher [5, 5, 16]` */
export function describeSides({ student, teacher, projection }: Sides): string {
  const arrow = projection === 'none' ? '↔' : `→ ${code(projection)} →`;
  return student === null || teacher === null
    ? ''
    : say`Student ${sideText(student)} ${arrow} teacher ${sideText(teacher)}`;
}

const sideText = ({ name, shape }: NamedShape): string => `${code(name)} ${code(shapeText(shape))}`;

/** Taps have no descriptions of their own: what the axes are follows from what the network reads. */
function axesOf({ network }: ResolvedModel, name: string, shape: Shape): string {
  if (name === 'logits') return say`one number a class, before softmax`;
  const readsTokens = network.inputs.some((input) => input.dtype === 'int32');
  switch (shape.length) {
    case 1:
      return say`a vector`;
    case 2:
      return readsTokens ? say`tokens × width` : say`positions × width`;
    case 3:
      return readsTokens ? say`heads × tokens × tokens` : say`height × width × channels`;
    default:
      return say`${shape.length} axes`;
  }
}

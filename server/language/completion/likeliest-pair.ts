import type { Catalogue } from '../../recipe/catalogue.ts';
import type { Tap } from '../hover/tap-sides.ts';
import { meetingFor, rankOf } from './meeting.ts';
import { sidesAt } from './sides.ts';
import { slot, type Piece } from './snippet.ts';
import type { Spot } from './spot.ts';
import { tapsOf } from './taps.ts';

/** Pairs beyond these are not looked through: what is proposed is a beginning. */
const tapsAtMost = 40;

/**
 * `pairs: [[hidden.1, features.2]]` of taps before the logits that a loss can compare, with the projection that they
 * need; an open pair where the networks aren't known.
 */
export function likeliestPair(loss: Catalogue['losses'][number], spot: Spot): readonly (readonly Piece[])[] {
  const sides = sidesAt(spot);
  const [student, teacher] = [sides.students[0], sides.teachers[0]];
  if (student === undefined || teacher === undefined) return [['pairs: [[', slot(), ', ', slot(), ']]']];
  const meets = meetingFor(loss, { term: undefined, project: null }, spot.snapshot.catalogue);
  const inner = (model: typeof student) =>
    tapsOf(model)
      .filter(({ name }) => name !== 'logits')
      .slice(-tapsAtMost);
  const pairs = inner(student).flatMap((own) =>
    inner(teacher).map((other) => ({ own, other, meeting: meets(own.shape, other.shape) })),
  );
  // Of pairs that meet equally well the smallest, which costs the least projection.
  const [first] = pairs.toSorted((a, b) => rankOf(a.meeting) - rankOf(b.meeting) || sizeOf(a) - sizeOf(b));
  if (first === undefined) return [['pairs: [[', slot(), ', ', slot(), ']]']];
  const { own, other, meeting } = first;
  const written: readonly Piece[] = ['pairs: [[', slot(own.name), ', ', slot(other.name), ']]'];
  return meeting.kind === 'projected' ? [written, ['project: ', slot(meeting.projection)]] : [written];
}

const sizeOf = ({ own, other }: { readonly own: Tap; readonly other: Tap }): number =>
  [...own.shape, ...other.shape].reduce((product, size) => product * size, 1);

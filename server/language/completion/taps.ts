import { CompletionItemKind } from 'vscode-languageserver';
import { valueOf, type Node } from '../../recipe/node.ts';
import { textAt, textOf } from '../../recipe/read/located.ts';
import type { ResolvedModel } from '../../recipe/resolved/models.ts';
import { say } from '../../text/say.ts';
import { shapeText } from '../hover/markdown.ts';
import { best, meetingFor, rankOf, type Meeting } from './meeting.ts';
import { ownModel } from './names.ts';
import type { Proposal } from './proposal.ts';
import { sidesAt, type Sides } from './sides.ts';
import type { Spot } from './spot.ts';

export interface Tap {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Taps of whoever is meant: of the student on the left of a pair, of a teacher on its right. */
export function taps(spot: Spot): readonly Proposal[] {
  const own = ownModel(spot);
  if (spot.path[0] === 'models') return own === null ? [] : tapsOf(own).map((tap) => proposal(tap, null));
  const pair = pairAt(spot);
  if (pair === null) return [];
  const sides = sidesAt(spot);
  const meets = meetingAt(pair, sides, spot);
  const here = pair.isStudent ? sides.students : sides.teachers;
  const there = pair.isStudent ? sides.teachers : sides.students;
  const partners = partnersIn(there, pair.partner);
  return here.flatMap((model) =>
    tapsOf(model).map((tap) => {
      const meetings = partners.map((partner) =>
        pair.isStudent ? meets?.(tap.shape, partner) : meets?.(partner, tap.shape),
      );
      const name = !pair.isStudent && here.length > 1 ? `${model.id}/${tap.name}` : tap.name;
      return proposal({ name, shape: tap.shape }, best(meetings.filter((meeting) => meeting !== undefined)));
    }),
  );
}

export const tapsOf = ({ network, measured }: ResolvedModel): readonly Tap[] =>
  network.taps.map((name) => ({ name, shape: measured.taps[name] ?? [] }));

function proposal({ name, shape }: Tap, meeting: Meeting | null): Proposal {
  const hint = meeting?.kind === 'projected' ? say`with project: ${meeting.projection}` : '';
  return {
    label: name,
    kind: CompletionItemKind.Field,
    detail: `${shapeText(shape)} ${hint}`.trim(),
    rank: meeting === null ? 1 : rankOf(meeting),
  };
}

interface PairHere {
  readonly isStudent: boolean;
  /** The tap on the other side, if it is there. */
  readonly partner: string | null;
  readonly project: Node | null;
}

/** The pair that a tap is written in: `[student, teacher]` or `{ student, teacher }`. */
function pairAt({ steps }: Spot): PairHere | null {
  const [owner, own] = steps.slice(-2);
  if (owner === undefined || own === undefined || own.at === null) return null;
  const { node } = owner;
  if (node.kind === 'list') {
    const isStudent = own.at === 0;
    return { isStudent, partner: textOf(node.items[isStudent ? 1 : 0])?.value ?? null, project: null };
  }
  const isStudent = typeof own.at === 'object' && own.at.key === 'student';
  const partner = textAt(node, isStudent ? 'teacher' : 'student')?.value ?? null;
  return { isStudent, partner, project: valueOf(node, 'project') ?? null };
}

function meetingAt({ project }: PairHere, { term }: Sides, { snapshot: { catalogue } }: Spot) {
  const loss = catalogue.losses.find(({ name }) => name === textAt(term, 'loss')?.value);
  const stated = project ?? valueOf(term, 'project') ?? null;
  return loss === undefined ? null : meetingFor(loss, { term, project: stated }, catalogue);
}

/** Shapes of the tap on the other side, or of all that it could be; each once. */
function partnersIn(
  models: readonly ResolvedModel[],
  partner: string | null,
): readonly (readonly number[])[] {
  const all = models.flatMap((model) =>
    tapsOf(model).filter(({ name }) => [null, name, `${model.id}/${name}`].includes(partner)),
  );
  return [...new Map(all.map(({ shape }) => [shape.join(), shape])).values()];
}

import { CompletionItemKind } from 'vscode-languageserver';
import { valueOf, type Node } from '../../recipe/node.ts';
import { textAt, textOf } from '../../recipe/read/located.ts';
import type { ResolvedModel } from '../../recipe/resolved/models.ts';
import { projectionPlan } from '../../recipe/resolved/projections.ts';
import { say } from '../../text/say.ts';
import { paragraphs, shapeText } from '../hover/markdown.ts';
import { describeSides, describeTap, type Tap } from '../hover/tap-sides.ts';
import { best, meetingFor, rankOf, type Meeting } from './meeting.ts';
import { ownModel } from './names.ts';
import type { Proposal } from './proposal.ts';
import { sidesAt, type Sides } from './sides.ts';
import type { Spot } from './spot.ts';

/** Taps of whoever is meant: of the student on the left of a pair, of a teacher on its right. */
export function taps(spot: Spot): readonly Proposal[] {
  const own = ownModel(spot);
  if (spot.path[0] === 'models') return own === null ? [] : tapsOf(own).map((tap) => proposal(tap, null));
  const pair = pairAt(spot);
  if (pair === null) return [];
  const sides = sidesAt(spot);
  const here = pair.isStudent ? sides.students : sides.teachers;
  const there = pair.isStudent ? sides.teachers : sides.students;
  const partners = partnersIn(there, pair.partner);
  const project = pair.project ?? valueOf(sides.term, 'project') ?? null;
  const stated = projectionPlan(project, spot.snapshot.catalogue)?.kind ?? 'none';
  const meets = meetingAt(project, sides, spot);
  return here.flatMap(tapsOf).map((tap) => {
    const compared = partners.map((partner): Compared => {
      const [student, teacher] = pair.isStudent ? [tap, partner] : [partner, tap];
      return { student, teacher, meeting: meets?.(student.shape, teacher.shape) ?? null };
    });
    const meeting = best(compared.flatMap((each) => each.meeting ?? []));
    const label = !pair.isStudent && here.length > 1 ? `${tap.model.id}/${tap.name}` : tap.name;
    // Of a partner that isn't written yet nobody knows which it will be.
    const [first] = pair.partner === null ? [] : compared;
    const about = () => paragraphs(describeTap(tap), first === undefined ? '' : sidesText(first, stated));
    return { ...proposal(tap, meeting), label, about };
  });
}

interface Compared {
  readonly student: Tap;
  readonly teacher: Tap;
  readonly meeting: Meeting | null;
}

/** `student [32] → linear → teacher [5, 5, 16]`, with the projection that is stated or that they need. */
function sidesText({ student, teacher, meeting }: Compared, stated: string): string {
  const projection = meeting?.kind === 'projected' ? meeting.projection : stated;
  return describeSides({ student, teacher, projection });
}

export const tapsOf = (model: ResolvedModel): readonly Tap[] =>
  model.network.taps.map((name) => ({ model, name, shape: model.measured.taps[name] ?? [] }));

function proposal(tap: Tap, meeting: Meeting | null): Proposal {
  const hint = meeting?.kind === 'projected' ? say`with project: ${meeting.projection}` : '';
  return {
    label: tap.name,
    kind: CompletionItemKind.Field,
    detail: `${shapeText(tap.shape)} ${hint}`.trim(),
    about: () => describeTap(tap),
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

function meetingAt(project: Node | null, { term }: Sides, { snapshot: { catalogue } }: Spot) {
  const loss = catalogue.losses.find(({ name }) => name === textAt(term, 'loss')?.value);
  return loss === undefined ? null : meetingFor(loss, { term, project }, catalogue);
}

/** The tap on the other side, or all that it could be; of each shape one. */
function partnersIn(models: readonly ResolvedModel[], partner: string | null): readonly Tap[] {
  const all = models
    .flatMap(tapsOf)
    .filter(({ model, name }) => [null, name, `${model.id}/${name}`].includes(partner));
  return [...new Map(all.map((tap) => [tap.shape.join(), tap])).values()];
}

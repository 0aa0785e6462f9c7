import type { Catalogue } from '../../recipe/catalogue.ts';
import type { Node } from '../../recipe/node.ts';
import { parametersOf } from '../../recipe/resolved/parameters.ts';
import { projectedShape, projectionPlan } from '../../recipe/resolved/projections.ts';

type Loss = Catalogue['losses'][number];
type Shape = readonly number[];

/** Whether a pair of taps can be compared: as they are, by a projection, or not at all. */
export type Meeting =
  | { readonly kind: 'meets' }
  | { readonly kind: 'projected'; readonly projection: string }
  | { readonly kind: 'never' };

/** How the taps of a term meet, with what the term says about parameters and projection. */
export function meetingFor(
  loss: Loss,
  { term, project }: { readonly term: Node | undefined; readonly project: Node | null },
  catalogue: Catalogue,
): (student: Shape, teacher: Shape) => Meeting {
  const parameters = parametersOf(loss.parameters, term ?? null).values;
  const plan = projectionPlan(project, catalogue) ?? projectionPlan(null, catalogue);
  return (student, teacher) => {
    const projected = plan === null ? student : projectedShape(plan, student, teacher, catalogue);
    if (projected === null) return { kind: 'never' };
    const [problem] = loss.check({ student: projected, teacher }, parameters);
    if (problem === undefined) return { kind: 'meets' };
    const { projection } = problem;
    return projection === undefined ? { kind: 'never' } : { kind: 'projected', projection };
  };
}

const order: Readonly<Record<Meeting['kind'], number>> = { meets: 0, projected: 1, never: 2 };
export const rankOf = ({ kind }: Meeting): number => order[kind];

/** The best way in which a shape meets one of several. */
export const best = (meetings: readonly Meeting[]): Meeting | null =>
  meetings.reduce<Meeting | null>(
    (found, next) => (found === null || rankOf(next) < rankOf(found) ? next : found),
    null,
  );

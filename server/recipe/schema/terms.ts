import Type, { type TObject, type TProperties, type TSchema } from 'typebox';
import { choice, scalar } from '../../distill/schema.ts';
import type { LossDescriptor } from '../../distill/losses/descriptor.ts';
import type { Catalogue } from '../catalogue.ts';
import { plannedLosses, plannedProjections } from '../planned.ts';
import { builtAndPlanned, closed, either, namePattern, oneOrMore, reference, tagged } from './words.ts';

/** `project: linear`, or with parameters `project: { kind: conv, size: 3 }`. */
function projectSchema(catalogue: Catalogue): TSchema {
  const built = catalogue.projections.map(({ kind, summary, parameters }): [string, TObject] => [
    kind,
    closed(parameters.properties, { description: summary }),
  ]);
  const kinds = builtAndPlanned(built, plannedProjections);
  return either(
    [
      choice(Object.keys(kinds), { retort: 'reference', to: 'projection' }),
      tagged('kind', kinds, 'A trained map with its parameters'),
    ],
    { description: 'Trained map from the student’s feature to the teacher’s shape; not part of the student' },
  );
}

/**
 * Three spellings: `pairs: uniform`; `pairs: [[hidden.1, features.2]]`, student first;
 * `pairs: [{ student: hidden.1, teacher: big/features.2, project: linear, weight: 0.5 }]`.
 * A teacher's tap is `model/tap` where the stage has several teachers.
 */
function pairsSchema(project: TSchema): TSchema {
  const student = reference('tap', 'Tap of the student');
  const teacher = reference('tap', 'Tap of the teacher, `model/tap` with several teachers');
  const spelled = closed({
    student,
    teacher,
    project: Type.Optional(project),
    weight: Type.Optional(Type.Number({ minimum: 0, default: 1, description: 'Within the term' })),
  });
  return either(
    [
      choice(['uniform', 'skip', 'last'], {
        description:
          '`uniform`: student block i with teacher block i·N/M; `skip`: the same without the last block; `last`: with the teacher’s last blocks before its top',
      }),
      Type.Array(
        either([
          Type.Unsafe<unknown>({ type: 'array', prefixItems: [student, teacher], minItems: 2, maxItems: 2 }),
          spelled,
        ]),
        { minItems: 1 },
      ),
    ],
    { description: 'What is compared: student tap with teacher tap' },
  );
}

/** Keys that every term has. */
const common = {
  id: Type.Optional(
    Type.String({ pattern: namePattern, description: 'Unique in the stage; the loss’s name when absent' }),
  ),
  weight: Type.Optional(
    scalar({ minimum: 0, description: 'Factor of the term; the loss’s own when absent' }),
  ),
  reduction: Type.Optional(
    choice(['batchmean', 'mean', 'sum'], {
      description: 'batchmean: mean over samples; mean: also divided by the elements of a sample; sum',
    }),
  ),
  data: Type.Optional(
    oneOrMore(reference('data', 'Data set'), { description: 'Parts of the mix that the term sees' }),
  ),
  head: Type.Optional(oneOrMore(reference('head', 'Head'), { description: 'Heads that the term reads' })),
};

/** Keys of terms over tokens. */
const ofTokens = {
  mask: Type.Optional(choice(['padding', 'masked-tokens', 'none'], { description: 'Which tokens count' })),
};

/** Keys of terms that read a teacher. */
const ofTeachers = {
  teachers: Type.Optional(
    oneOrMore(reference('model', 'Teacher'), { description: 'The stage’s teachers when absent' }),
  ),
  combine: Type.Optional(
    choice(
      ['mean-logits', 'mean-probabilities', 'mean-losses', 'sum-losses', 'mt-bert', 'ae-kd', 'uncertainty'],
      { description: 'How several teachers become one target' },
    ),
  ),
};

const extras = (reads: LossDescriptor['reads'], pairs: TProperties): TProperties => {
  switch (reads) {
    case 'labels':
      return common;
    case 'logits':
      return { ...common, ...ofTeachers };
    case 'pairs':
      return { ...common, ...ofTeachers, ...pairs };
  }
};

/**
 * A term: `{ loss: kd, weight: 0.9, temperature: 4 }`, `{ loss: hard, weight: 0.1, data: labelled }`,
 * `{ id: shape, loss: hint, pairs: [[hidden.1, features.2]], project: linear }`. Parameters of the loss stand beside
 * these keys. Several teachers: `{ loss: kd, teachers: [a, b], combine: mean-logits }`.
 */
export function termSchema(catalogue: Catalogue): TSchema {
  const project = projectSchema(catalogue);
  const pairs = { pairs: Type.Optional(pairsSchema(project)), project: Type.Optional(project) };
  const built = catalogue.losses.map(({ name, summary, parameters, reads }): [string, TObject] => [
    name,
    closed({ ...extras(reads, pairs), ...parameters.properties }, { description: summary }),
  ]);
  return tagged(
    'loss',
    builtAndPlanned(built, plannedLosses, { ...extras('pairs', pairs), ...ofTokens }),
    'A loss term',
  );
}

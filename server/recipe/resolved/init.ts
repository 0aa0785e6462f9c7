import type { Network, VariableSpec } from '../../distill/networks/network.ts';
import type { InitEntry } from '../read/models.ts';

export interface InitMatch {
  /** Own variable → variable of the other model. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables of blocks that the recipe maps whose counterpart is missing or has another shape. */
  readonly mismatched: readonly {
    readonly own: VariableSpec;
    readonly theirs: string;
    readonly found: VariableSpec | null;
  }[];
}

interface Numbered {
  readonly before: string;
  /** Of the first block: 1, or 0 in Hugging Face's names, which count from there. */
  readonly first: 0 | 1;
  /** Its number in the name. */
  readonly number: number;
  readonly after: string;
}

/**
 * The block of a variable, or null where it is in none: the last number before the slash of `hidden.2/kernel`, the
 * layer of Hugging Face's `encoder.layer.1.output.dense.weight`.
 */
function numbered(name: string): Numbered | null {
  const first = name.includes('/') ? 1 : 0;
  const pattern = first === 1 ? /^(.*\.)(\d+)((?:\.[^/]*)?\/.*)$/u : /^(.*\.layer\.)(\d+)(\..*)$/u;
  const [, before, number, after] = pattern.exec(name) ?? [];
  if (before === undefined || number === undefined || after === undefined) return null;
  return { before, first, number: Number(number), after };
}

/** The block as recipes count it, from 1. */
const blockOf = ({ first, number }: Numbered): string => String(number + 1 - first);

/** Numbers of a network's blocks, as recipes count them. */
export const blocksOf = ({ parameters }: Network): readonly number[] =>
  [
    ...new Set(
      parameters.flatMap(({ name }) => {
        const place = numbered(name);
        return place === null ? [] : [Number(blockOf(place))];
      }),
    ),
  ].sort((a, b) => a - b);

/** Which variables of a model start as which of another. */
export function matchInit({ blocks }: InitEntry, own: Network, other: Network): InitMatch {
  const there = new Map([...other.parameters, ...other.state].map((spec) => [spec.name, spec]));
  const variables: Record<string, string> = {};
  const mismatched: InitMatch['mismatched'][number][] = [];
  for (const spec of [...own.parameters, ...own.state]) {
    const place = blocks === null ? null : numbered(spec.name);
    const mapped =
      place === null ? undefined : blocks?.find(({ own: block }) => block.value === blockOf(place));
    if (place !== null && mapped === undefined) continue;
    const theirs =
      place === null || mapped === undefined
        ? spec.name
        : `${place.before}${mapped.theirs.value - 1 + place.first}${place.after}`;
    const found = there.get(theirs) ?? null;
    if (found?.shape.join() === spec.shape.join()) variables[spec.name] = theirs;
    else if (mapped !== undefined) mismatched.push({ own: spec, theirs, found });
  }
  return { variables, mismatched };
}

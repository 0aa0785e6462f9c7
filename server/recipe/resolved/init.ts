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

/** Last number of a variable's block: 2 of `hidden.2/kernel`; null where the block has none. */
const numbered = (
  name: string,
): { readonly before: string; readonly block: string; readonly after: string } | null => {
  const [, before, block, after] = /^(.*\.)(\d+)((?:\.[^/]*)?\/.*)$/u.exec(name) ?? [];
  return before === undefined || block === undefined || after === undefined ? null : { before, block, after };
};

/** Which variables of a model start as which of another. */
export function matchInit({ blocks }: InitEntry, own: Network, other: Network): InitMatch {
  const there = new Map([...other.parameters, ...other.state].map((spec) => [spec.name, spec]));
  const variables: Record<string, string> = {};
  const mismatched: InitMatch['mismatched'][number][] = [];
  for (const spec of [...own.parameters, ...own.state]) {
    const place = blocks === null ? null : numbered(spec.name);
    const mapped = place === null ? undefined : blocks?.find(({ own: block }) => block.value === place.block);
    if (place !== null && mapped === undefined) continue;
    const theirs =
      place === null || mapped === undefined
        ? spec.name
        : `${place.before}${mapped.theirs.value}${place.after}`;
    const found = there.get(theirs) ?? null;
    if (found?.shape.join() === spec.shape.join()) variables[spec.name] = theirs;
    else if (mapped !== undefined) mismatched.push({ own: spec, theirs, found });
  }
  return { variables, mismatched };
}

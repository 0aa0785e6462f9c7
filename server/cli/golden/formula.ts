import { Unsupported } from './adapter.ts';

/** A total such as `alpha*T^2*KL + (1-alpha)*CE`: a factor and the term it weighs. */
export interface WeightedTerm {
  readonly weight: number;
  /** The term as written: `CE`, `KL(t||s)`, `soft CE`. */
  readonly term: string;
}

function split(text: string, separator: string): readonly string[] {
  let depth = 0;
  let parts = [''];
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    parts =
      letter === separator && depth === 0
        ? [...parts, '']
        : [...parts.slice(0, -1), `${parts[parts.length - 1] ?? ''}${letter}`];
  }
  return parts.map((part) => part.trim());
}

/** A factor in front of a term, or null when it is the term itself. */
function factorOf(text: string, names: Readonly<Record<string, number>>): number | null {
  const complement = /^\(1 *- *(\w+)\)$/.exec(text)?.[1];
  if (complement !== undefined) {
    const value = names[`1-${complement}`] ?? names[complement];
    if (value === undefined) return null;
    return names[`1-${complement}`] ?? 1 - value;
  }
  const square = /^(\w+)(?:\^|\*\*)?2$/.exec(text)?.[1];
  if (square !== undefined && names[square] !== undefined) return names[square] ** 2;
  return names[text] ?? (/^[\d.]+$/.test(text) ? Number(text) : null);
}

/**
 * Reads a weighted sum. `names` gives the values of `alpha`, `T` and so on; `1-alpha` may be given a value of its
 * own. What follows a semicolon is prose. A product without a star between bracket and T² is understood.
 */
export function readTotal(form: string, names: Readonly<Record<string, number>>): readonly WeightedTerm[] {
  const sum = (form.split(';')[0] ?? '').replace(/\)(?=T)/g, ')*').replace(/(\^2) +(?=[A-Z])/g, '$1*');
  return split(sum, '+').map((product) => {
    const factors = split(product, '*').map((text) => ({ text, value: factorOf(text, names) }));
    const terms = factors.filter(({ value }) => value === null);
    const [term] = terms;
    if (term === undefined || terms.length > 1)
      throw new Unsupported(
        `its formula "${form}" has the part "${product}", which is not one weighted term`,
      );
    return { weight: factors.reduce((weight, { value }) => weight * (value ?? 1), 1), term: term.text };
  });
}

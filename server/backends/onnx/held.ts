/** What a convolution does to its result in its own node: times scale, plus bias, plus sum, then ReLU. */
export interface Ends {
  /** [channels] */
  readonly scale?: string;
  /** [channels] */
  readonly bias?: string;
  /** Blocked, as large as the result. */
  readonly sum?: string;
  readonly relu?: true;
}

/** A convolution whose node waits for what can be done in it. */
export interface HeldConvolution {
  readonly kind: 'convolution';
  readonly ends: Ends;
  /** Emits it and gives the blocked result. */
  readonly emit: (ends: Ends) => string;
}

/** Images of which every `strides`-th row and column is one: [first row][first column], null where all is zero. */
export type Phases = readonly (readonly (string | null)[])[];

/** The input gradient of a strided convolution, which comes in phases; another one's can be added to each. */
export interface HeldPhases {
  readonly kind: 'phases';
  readonly strides: readonly [number, number];
  readonly emit: (sums: Phases | null) => Phases;
  /** One blocked image of all phases. */
  readonly join: (phases: Phases) => string;
}

/** A blocked value that nobody has asked for yet. */
export type Held = HeldConvolution | HeldPhases;

/** Emits a held value. */
export const finish = (held: Held): string =>
  held.kind === 'convolution' ? held.emit(held.ends) : held.join(held.emit(null));

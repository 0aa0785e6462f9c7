import type { Static, TObject } from 'typebox';
import type { DType, Shape } from '../tensors.ts';
import type { Files, ImageDecoder } from '../ports.ts';

/** What is known about a data set from its headers. */
export interface SourceFacts {
  /** Samples before `skip` and `take`. */
  readonly size: number;
  /** Null when the source has no labels. */
  readonly classes: number | null;
  readonly classNames?: readonly string[];
  /** Fields that a sample has, after decoding: `image` [height, width, channels] float32; `label` [] int32. */
  readonly fields: Readonly<Record<string, { readonly shape: Shape; readonly dtype: DType }>>;
  /** Files whose content is the data, for hashing; absolute. */
  readonly files: readonly string[];
}

/** An opened data set. Reading is by index into the whole source. */
export interface Source {
  readonly facts: SourceFacts;
  /** Stable name of a sample for people: `train/cat/0001.png`. */
  sampleName(index: number): string;
  /** Label, or −1. */
  label(index: number): number;
  /** Image as unsigned bytes, [height, width, channels] row-major. Throws RetortError naming the sample. */
  image(index: number): Promise<Uint8Array>;
  /** Images lie decoded in memory, so that a cache of them would only hold them twice. */
  readonly resident?: boolean;
  /** Names of samples that were left out because they can't be decoded; `facts.size` doesn't count them. */
  readonly skipped?: readonly string[];
}

/** What a path in a recipe names, for whoever helps to write it: files whose names end so. Folders lead there. */
export interface PathTarget {
  readonly endings: readonly string[];
  /** Whether a recipe leaves the ending out: what several files begin with. */
  readonly isBeginning?: true;
}

export interface SourceDescriptor<C extends TObject = TObject> {
  /** The recipe's `source`. */
  readonly source: string;
  readonly summary: string;
  /** Keys beside `source` and those that every data set has (`take`, `skip`, `labels`, `augment`, `normalize`). */
  readonly config: C;
  /** Config keys that name files or folders, resolved to absolute paths before `inspect`; the usual one first. */
  readonly paths: Readonly<Partial<Record<keyof Static<C> & string, PathTarget>>>;
  /** Reads headers only. Throws RetortError when missing, truncated or empty. */
  readonly inspect: (config: Static<C>, files: Files) => Promise<SourceFacts>;
  readonly open: (config: Static<C>, files: Files, decode: ImageDecoder) => Promise<Source>;
}

export const source = <C extends TObject>(descriptor: SourceDescriptor<C>): SourceDescriptor => descriptor;

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../../protocol/problem.ts';
import { noFacts, type Facts } from '../../recipe/facts.ts';
import type { RecipeDocument } from '../../recipe/parse.ts';
import { forget } from './forget.ts';
import { look, type Snapshot } from '../snapshot.ts';

/** What an open recipe asks of its surroundings. */
export interface Surroundings {
  /** Finds out what a recipe needs to know beside what is known; the same object where that is nothing. */
  readonly gather: (document: RecipeDocument, path: string, known: Facts) => Promise<Facts>;
  /** What only the machine and earlier runs tell. */
  readonly ahead: (seen: Snapshot, path: string) => Promise<readonly Problem[]>;
  readonly show: (recipe: OpenRecipe) => void;
  /** More is known of the text that is there. */
  readonly learnt: () => void;
  /** It was read. */
  readonly used: (recipe: OpenRecipe) => void;
  readonly failed: (error: unknown) => void;
}

/** Time without a change after which a text is checked. */
export const quietMs = 100;
/** Files often change together: a data set being unpacked, a checkpoint and its side files. */
const settledMs = 300;
/** Time without a change after which it is worth laying out what the recipe would do here. */
const restedMs = 1000;

/**
 * A recipe that is open: its newest text, and what is known of the world. It is shown at once with what is known, and
 * again whenever more is: one search for facts at a time, and never for a text that isn't there any more.
 */
export class OpenRecipe {
  readonly document: TextDocument;
  readonly path: string;
  readonly #around: Surroundings;
  #facts: Facts;
  #seen: { readonly version: number; readonly snapshot: Snapshot } | null = null;
  /** What was found ahead, and for which text and facts. */
  #ahead: { readonly version: number; readonly facts: Facts; readonly problems: readonly Problem[] } | null =
    null;
  /** Files that changed after facts about them were found, or `all`. */
  #doubted: 'all' | readonly string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #rest: NodeJS.Timeout | null = null;
  #gathering = false;
  /** Whether a check came while facts were being gathered, which ended without looking for more. */
  #again = false;
  #closed = false;

  constructor(document: TextDocument, path: string, around: Surroundings) {
    this.document = document;
    this.path = path;
    this.#around = around;
    this.#facts = noFacts(path);
    this.#soon(0);
  }

  get facts(): Facts {
    return this.#facts;
  }

  /** The text as it is now, with all that is known. Read and checked once. */
  snapshot(): Snapshot {
    const { version } = this.document;
    this.#around.used(this);
    if (this.#seen?.version !== version || this.#seen.snapshot.facts !== this.#facts)
      this.#seen = { version, snapshot: this.#with(look(this.document.getText(), this.#facts)) };
    return this.#seen.snapshot;
  }

  /** Lets go of what can be read again. */
  rest(): void {
    this.#seen = null;
  }

  #with(seen: Snapshot): Snapshot {
    if (this.#ahead?.version !== this.document.version || this.#ahead.facts !== seen.facts) return seen;
    const problems = [...seen.problems, ...this.#ahead.problems];
    return { ...seen, problems: problems.sort((a, b) => a.range.start - b.range.start) };
  }

  textChanged(): void {
    this.#soon(quietMs);
  }

  /** What was found out about these files may not be true any more; until that is known it counts. */
  filesChanged(paths: readonly string[]): void {
    if (!this.#gathering && forget(this.#facts, paths) === this.#facts) return;
    if (this.#doubted !== 'all') this.#doubted = [...this.#doubted, ...paths];
    this.#soon(settledMs);
  }

  /** Nothing that was found out need be true any more, or other files may be read. */
  worldChanged(): void {
    this.#doubted = 'all';
    this.#soon(settledMs);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#rest !== null) clearTimeout(this.#rest);
  }

  #soon(afterMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#check().catch(this.#around.failed);
    }, afterMs);
  }

  async #check(): Promise<void> {
    const { document } = this.snapshot();
    this.#around.show(this);
    this.#again = this.#gathering;
    if (this.#gathering) return;
    this.#gathering = true;
    try {
      const known = this.#believed();
      const found = await this.#around.gather(document, this.path, known);
      if (this.#closed) return;
      const news = found !== this.#facts;
      this.#facts = found;
      if (news) this.#around.learnt();
      if (this.#timer !== null) return;
      if (news || this.#again) this.#soon(0);
      else this.#rest = setTimeout(() => void this.#lookAhead().catch(this.#around.failed), restedMs);
    } finally {
      this.#gathering = false;
    }
  }

  /** What is found counts for the text and the facts that it was found for. */
  async #lookAhead(): Promise<void> {
    const [{ version }, seen] = [this.document, this.snapshot()];
    const { facts } = seen;
    if (this.#ahead?.version === version && this.#ahead.facts === facts) return;
    const problems = await this.#around.ahead(seen, this.path);
    this.#ahead = { version, facts, problems };
    if (this.#closed || problems.length === 0 || version !== this.document.version || facts !== this.#facts)
      return;
    this.rest();
    this.#around.show(this);
  }

  #believed(): Facts {
    const doubted = this.#doubted;
    this.#doubted = [];
    return doubted === 'all' ? noFacts(this.path) : forget(this.#facts, doubted);
  }
}

import type { TextDocument } from 'vscode-languageserver-textdocument';
import { noFacts, type Facts } from '../recipe/facts.ts';
import type { RecipeDocument } from '../recipe/parse.ts';
import { forget } from './forget.ts';
import { look, type Snapshot } from './snapshot.ts';

/** What an open recipe asks of its surroundings. */
export interface Surroundings {
  /** Finds out what a recipe needs to know beside what is known; the same object where that is nothing. */
  readonly gather: (document: RecipeDocument, path: string, known: Facts) => Promise<Facts>;
  readonly show: (recipe: OpenRecipe) => void;
  readonly failed: (error: unknown) => void;
}

/** Time without a change after which a text is checked. */
const quietMs = 100;
/** Files often change together: a data set being unpacked, a checkpoint and its side files. */
const settledMs = 300;

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
  /** Files that changed after facts about them were found, or `all`. */
  #doubted: 'all' | readonly string[] = [];
  #timer: NodeJS.Timeout | null = null;
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
    if (this.#seen?.version !== version || this.#seen.snapshot.facts !== this.#facts)
      this.#seen = { version, snapshot: look(this.document.getText(), this.#facts) };
    return this.#seen.snapshot;
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
  }

  #soon(afterMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
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
      if ((news || this.#again) && this.#timer === null) this.#soon(0);
    } finally {
      this.#gathering = false;
    }
  }

  #believed(): Facts {
    const doubted = this.#doubted;
    this.#doubted = [];
    return doubted === 'all' ? noFacts(this.path) : forget(this.#facts, doubted);
  }
}

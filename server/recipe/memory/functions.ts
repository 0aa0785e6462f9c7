import type { MeasuredFunction } from '../../backends/recording/measure.ts';
import type { Network } from '../../distill/networks/network.ts';
import type { Plan } from '../../distill/plan.ts';
import { coefficientsOf, type Coefficients } from './coefficients.ts';
import { evaluationPass, type EvaluationPass } from './passes.ts';

/** What functions are for; see `Part`. */
type Use = 'training' | 'evaluation' | 'diagnostics';

/** What a function takes while it runs, before coefficients. */
interface Running {
  readonly key: string;
  readonly use: Use;
  /** Freed by last use. */
  readonly peakBytes: number;
  /** Freed scope by scope. */
  readonly scopedBytes: number;
  readonly nodes: number;
  /** Weights that train. */
  readonly trained?: number;
  /** Weights that are built in. */
  readonly constants?: number;
  /** Several backward passes. */
  readonly branches?: boolean;
}

/** How many sessions are kept; the least recently used goes (server/backends/onnx/compile.ts). */
const sessionsKept = 16;

/** Follows what the compiled functions of a run hold at once. */
export class Functions {
  readonly #plan: Plan;
  readonly #networks: ReadonlyMap<string, Network>;
  readonly #coefficients: Coefficients;
  readonly #passes = new Map<string, EvaluationPass>();
  /** By key, least recently used first. */
  readonly #open = new Map<string, { readonly use: Use; readonly bytes: number }>();
  /** Held for a moment since the last look. */
  #moment = 0;

  constructor(plan: Plan, networks: ReadonlyMap<string, Network>) {
    this.#plan = plan;
    this.#networks = networks;
    this.#coefficients = coefficientsOf(plan.backend.name);
  }

  /** What is held, by use. */
  get bytes(): Record<Use, number> {
    const bytes = { training: 0, evaluation: 0, diagnostics: 0 };
    for (const open of this.#open.values()) bytes[open.use] += open.bytes;
    bytes.evaluation += this.#moment;
    return bytes;
  }

  /** Forgets what was held for a moment. */
  settle(): void {
    this.#moment = 0;
  }

  close(key: string): void {
    if (this.#coefficients.execution === 'compiled') this.#open.delete(key);
  }

  train(key: string, step: MeasuredFunction, trained: number): void {
    this.#run({ key, use: 'training', ...step, trained });
  }

  /** Gradients of single terms. */
  compareTerms(
    key: string,
    gradients: MeasuredFunction,
    of: { readonly weights: number; readonly terms: number },
  ): void {
    this.#run({ key, use: 'diagnostics', ...gradients, trained: of.weights, branches: of.terms > 1 });
  }

  /**
   * A forward pass of a model, asked for taps. `frozen`: by whose tensors, where its weights are built in; `question`:
   * what is asked about the taps, where that isn't their values.
   */
  ask(
    id: string,
    taps: readonly string[],
    how: { readonly batch: number; readonly frozen: string | null; readonly question?: string },
  ): void {
    const pass = this.#pass(id, taps);
    this.#run({
      key: `${id}/${how.question ?? taps.join()}/${how.batch}/${how.frozen ?? ''}`,
      use: 'evaluation',
      // Answers are copied out of the session.
      peakBytes: (pass.peakBytes + pass.outputBytes) * how.batch,
      scopedBytes: pass.scopedBytes * how.batch,
      nodes: pass.nodes,
      constants: how.frozen === null ? 0 : (this.#plan.models[id]?.bytes ?? 0),
    });
  }

  /** Layer matching: the student's taps batch by batch, as vectors on the whole probe, and their Gram matrices. */
  match(
    id: string,
    taps: readonly string[],
    on: {
      readonly key: string;
      readonly samples: number;
      readonly batch: number;
      readonly vectorBytes: number;
    },
  ): void {
    const pass = this.#pass(id, taps);
    const [whole, grams] = [2 * on.samples * on.vectorBytes, 4 * on.samples ** 2 * taps.length];
    this.#run({
      key: on.key,
      use: 'diagnostics',
      peakBytes: pass.peakBytes * Math.min(on.batch, on.samples) + whole + grams,
      scopedBytes: pass.scopedBytes * on.samples + whole + 4 * grams,
      nodes: pass.nodes * Math.ceil(on.samples / on.batch),
    });
  }

  #pass(id: string, taps: readonly string[]): EvaluationPass {
    const key = `${id}/${taps.join()}`;
    const network = this.#networks.get(id);
    if (network === undefined) throw new Error(`The plan has no model ${id}.`);
    const pass = this.#passes.get(key) ?? evaluationPass(this.#plan, id, { network, taps });
    this.#passes.set(key, pass);
    return pass;
  }

  #run({
    key,
    use,
    peakBytes,
    scopedBytes,
    nodes,
    trained = 0,
    constants = 0,
    branches = false,
  }: Running): void {
    const by = this.#coefficients;
    const activations = branches ? by.branches : by.activations;
    if (by.execution === 'eager') {
      // A heap that doesn't shrink: as large as the largest function needed it.
      const bytes = Math.max(this.#open.get('heap')?.bytes ?? 0, activations * scopedBytes);
      this.#open.set('heap', { use, bytes });
      return;
    }
    const made = !this.#open.has(key);
    this.#open.delete(key);
    this.#open.set(key, {
      use,
      bytes: activations * peakBytes + by.trained * trained + by.constants * constants + by.nodeBytes * nodes,
    });
    if (made) this.#moment = Math.max(this.#moment, by.opening * constants);
    for (const [oldest] of this.#open) {
      if (this.#open.size <= sessionsKept) break;
      this.#open.delete(oldest);
    }
  }
}

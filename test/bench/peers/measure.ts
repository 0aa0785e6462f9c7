import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from '../../../server/distill/checkpoints/safetensors.ts';
import { describe, startingTensors } from './definition.ts';
import type { Engine } from './engine.ts';
import type { Steps } from './protocol.ts';
import { apart, median, spread, type Spread } from './statistics.ts';
import type { Workload } from './workloads.ts';

/** Steps whose losses are compared. The first ones compile and warm up; none of them is timed beside the first. */
const comparedSteps = 5;

/**
 * Largest relative difference of losses. Two correct float32 engines add in other orders: 1e-7 at the first step,
 * which ReLU masks and Adam's division carry to 1e-5 in five. A wrong gradient, padding or epsilon shows at 1e-3.
 */
const tolerance = 1e-4;

/** About how long an engine's turn lasts. */
const turnMs = 1000;

export interface Figures {
  readonly engine: string;
  readonly stepMs: { readonly median: number; readonly minimum: number };
  /** Median over rounds of the time that threads were busy in a step: what other work disturbs least. */
  readonly processorMs: number;
  /** Of the medians of each round, to the reference's. */
  readonly ratio: Spread;
  /** Of the fastest steps. */
  readonly minimumRatio: number;
  /** With recording or compiling. */
  readonly firstStepMs: number;
  readonly peakBytes: number | null;
  /** Share of step time; null where an engine can't tell. */
  readonly outsideKernels: number | null;
  readonly losses: readonly number[];
}

export interface Failure {
  readonly engine: string;
  readonly failure: string;
}

export interface Measurement {
  readonly workload: string;
  readonly summary: string;
  readonly threads: number;
  readonly reference: string | null;
  readonly engines: readonly (Figures | Failure)[];
}

export interface MeasureOptions {
  readonly threads: number;
  readonly rounds: number;
  /** Starts each engine; the first is the reference. */
  readonly engines: Readonly<Record<string, () => Engine>>;
}

interface Entrant {
  readonly name: string;
  readonly engine: Engine;
  readonly first: Steps;
  readonly rounds: Steps[];
}

/** Trains a workload on every engine in turns. An engine that fails or disagrees is reported and leaves. */
export async function measure(workload: Workload, options: MeasureOptions): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-peers-'));
  const failures: Failure[] = [];
  const entrants: Entrant[] = [];
  try {
    for (const [name, tensors] of Object.entries(startingTensors(workload)))
      await writeFile(join(folder, `${name}.safetensors`), format(tensors, {}));
    for (const [name, start] of Object.entries(options.engines)) {
      const engine = start();
      try {
        await engine.setUp({ workload: describe(workload), folder, threads: options.threads });
        const first = await engine.steps(comparedSteps);
        const distance = apart((entrants[0]?.first ?? first).losses, first.losses);
        if (distance > tolerance) throw new Error(disagreement(entrants[0], first, distance));
        entrants.push({ name, engine, first, rounds: [] });
      } catch (error) {
        failures.push({ engine: name, failure: String(error) });
        await engine.quit();
      }
    }
    const stepsATurn = Math.min(200, Math.max(2, Math.round(turnMs / median(entrants[0]?.first.ms ?? []))));
    for (let round = 0; round < options.rounds; round++) {
      // Each round begins with another engine, so that none always follows the same one.
      const order = entrants.map((_, index) => entrants[(index + round) % entrants.length]);
      for (const entrant of order) entrant?.rounds.push(await entrant.engine.steps(stepsATurn));
    }
    const engines = [];
    for (const entrant of entrants) engines.push(await figures(entrant, entrants[0] ?? entrant));
    return {
      workload: workload.name,
      summary: workload.summary,
      threads: options.threads,
      reference: entrants[0]?.name ?? null,
      engines: [...engines, ...failures],
    };
  } finally {
    for (const { engine } of entrants) await engine.quit();
    await rm(folder, { recursive: true });
  }
}

async function figures(entrant: Entrant, reference: Entrant): Promise<Figures> {
  const all = entrant.rounds.flatMap(({ ms }) => ms);
  const kernelMs = entrant.rounds.reduce((sum, round) => sum + (round.kernelMs ?? 0), 0);
  return {
    engine: entrant.name,
    stepMs: { median: median(all), minimum: Math.min(...all) },
    processorMs: median(entrant.rounds.map(({ processorMs, ms }) => processorMs / ms.length)),
    ratio: spread(
      entrant.rounds.map(({ ms }, round) => median(ms) / median(reference.rounds[round]?.ms ?? [])),
    ),
    minimumRatio: Math.min(...all) / Math.min(...reference.rounds.flatMap(({ ms }) => ms)),
    firstStepMs: entrant.first.ms[0] ?? Number.NaN,
    peakBytes: await entrant.engine.peakBytes(),
    outsideKernels: kernelMs === 0 ? null : 1 - kernelMs / all.reduce((sum, ms) => sum + ms, 0),
    losses: entrant.first.losses,
  };
}

const disagreement = (reference: Entrant | undefined, { losses }: Steps, distance: number): string =>
  `Its losses ${losses.join(', ')} are up to ${distance.toExponential(1)} from those of ${reference?.name ?? ''}, ${reference?.first.losses.join(', ') ?? ''}; at most ${tolerance} is rounding.`;

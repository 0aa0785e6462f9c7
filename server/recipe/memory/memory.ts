import { vectorSize } from '../../distill/diagnostics/cka.ts';
import { classesCompared } from '../../distill/diagnostics/disagreements.ts';
import { probeBatch } from '../../distill/diagnostics/probe.ts';
import { jobs, type Job } from '../../distill/jobs.ts';
import type { Network } from '../../distill/networks/network.ts';
import type { Plan } from '../../distill/plan.ts';
import { sizeOf, type Shape } from '../../distill/tensors.ts';
import { coefficientsOf } from './coefficients.ts';
import { dataBytes } from './data.ts';
import { Functions } from './functions.ts';
import { matchedTaps, studentTaps, tapsRead } from './taps.ts';
import { trainingPasses } from './passes.ts';

/** Most memory that the process of a run is expected to hold, in bytes. */
export interface MemoryEstimate {
  readonly bytes: number;
  /** By stage: the most while it trains. */
  readonly stages: Readonly<Record<string, number>>;
  /** What `bytes` is made of. */
  readonly parts: Readonly<Record<Part, number>>;
}

/**
 * The process itself; files and decoded images; weights on the host, slots, checkpoints; the step; passes of models
 * that don't train, for answers and scores; diagnostics.
 */
export type Part = 'process' | 'data' | 'weights' | 'training' | 'evaluation' | 'diagnostics';

export type Networks = ReadonlyMap<string, Network>;

/** Samples that teachers label at a time (targets/targets.ts). */
const labellingBatch = 256;

/** Batch sizes of the latencies that end a run (latency.ts). */
const latencyBatches = [1, 32];

/** Batches that a split is read in: whole ones, and a smaller last one. */
const batchesOf = (samples: number, batch: number): readonly number[] =>
  [Math.min(batch, samples), samples > batch ? samples % batch : 0].filter((size) => size > 0);

/**
 * Records what each training of a plan runs, and follows what is held at once, in the order of the run. Takes some tens
 * of milliseconds for every thousand kernel calls.
 */
export function memoryOf(plan: Plan, networks: Networks): MemoryEstimate {
  const { processBytes } = coefficientsOf(plan.backend.name);
  const functions = new Functions(plan, networks);
  const data = dataBytes(plan);
  const models = sum(Object.values(plan.models).map(({ bytes }) => bytes));
  const stages: Record<string, number> = {};
  let most: MemoryEstimate = {
    bytes: 0,
    stages,
    parts: { ...functions.bytes, process: 0, data: 0, weights: 0 },
  };
  const note = (held: Partial<Record<Part, number>>, stage?: string): void => {
    const parts = { process: processBytes, data, weights: models, ...functions.bytes };
    for (const [part, bytes] of Object.entries(held)) parts[part as Part] += bytes;
    const bytes = sum(Object.values(parts));
    if (stage !== undefined) stages[stage] = Math.max(stages[stage] ?? 0, bytes);
    if (bytes > most.bytes) most = { bytes, stages, parts };
    functions.settle();
  };
  // A second seed finds what the first one left behind; a third finds no more.
  for (const job of jobs({ ...plan, seeds: plan.seeds.slice(0, 2) }))
    followJob(plan, job, { functions, networks, note: (held) => note(held, job.stage.name) });
  for (const id of networks.keys())
    for (const batch of latencyBatches) functions.ask(id, ['logits'], { batch, frozen: 'latency' });
  note({});
  return most;
}

interface Following {
  readonly functions: Functions;
  readonly networks: Networks;
  /** Looks at what is held now: functions, and this beside them. */
  readonly note: (held: Partial<Record<Part, number>>) => void;
}

/** One training, in the order of distill/job. */
function followJob(plan: Plan, job: Job, { functions, networks, note }: Following): void {
  const { evaluate, diagnostics } = plan;
  const place = `${job.seed}/${job.stage.name}/${job.variant}`;
  const trained = job.updates[0]?.train ?? '';
  const teachers = job.variant === 'student' ? job.stage.teachers : [];
  const passes = trainingPasses(plan, job, networks);
  const probed = diagnostics.probe?.samples ?? 0;
  const bytesOf = (id: string, taps: readonly string[], size: (shape: Shape) => number): number =>
    4 * sum(taps.map((tap) => size(plan.models[id]?.taps[tap] ?? [])));
  const held: Record<'weights' | 'training' | 'evaluation' | 'diagnostics', number> = {
    // The best so far.
    weights: passes.variableBytes,
    training: passes.variableBytes + passes.slotBytes,
    evaluation: 0,
    diagnostics: 0,
  };

  for (const id of teachers) {
    const taps = tapsRead(job).get(id) ?? [];
    if (coefficientsOf(plan.backend.name).copies) held.evaluation += plan.models[id]?.bytes ?? 0;
    for (const { data } of job.stage.targets === 'stored' ? job.stage.parts : []) {
      const samples = plan.data[data]?.take ?? 0;
      for (const batch of batchesOf(samples, labellingBatch))
        functions.ask(id, taps, { batch, frozen: place });
      held.evaluation += samples * bytesOf(id, taps, sizeOf);
      note(held);
    }
    const matched = matchedTaps(plan, job, id);
    if (matched.length === 0) continue;
    for (const batch of batchesOf(probed, probeBatch)) functions.ask(id, matched, { batch, frozen: place });
    const vectors = probed * bytesOf(id, matched, vectorSize);
    held.diagnostics += vectors;
    // In pieces, and joined.
    note({ ...held, diagnostics: held.diagnostics + vectors });
  }
  const compared = classesOf(networks, teachers[0], trained);
  const disagreements = (id: string, frozen: string | null): void => {
    for (const batch of compared === null ? [] : batchesOf(probed, probeBatch))
      functions.ask(id, ['logits'], { batch, frozen, question: 'log-probabilities' });
  };
  if (teachers[0] !== undefined) disagreements(teachers[0], place);
  // Log-probabilities of the teacher, kept, and of the student.
  held.diagnostics += 2 * 4 * probed * (compared ?? 0);
  if (job.stage.targets === 'each-step')
    for (const id of teachers)
      functions.ask(id, tapsRead(job).get(id) ?? [], { batch: job.stage.batch, frozen: place });
  // The batch at work, the next one, and one that JavaScript has yet to let go.
  held.training += 3 * passes.feedBytes;
  functions.train(`${place}/step`, passes.step, passes.variableBytes);
  note(held);
  if (diagnostics.gradients)
    functions.compareTerms(`${place}/gradients`, passes.gradients, {
      weights: passes.variableBytes,
      terms: job.updates.flatMap(({ terms }) => terms).length,
    });
  note(held);
  const taps = studentTaps(plan, job);
  if (teachers.length > 0 && probed > 0 && taps.length > 0)
    functions.match(trained, taps, {
      key: `${place}/matching`,
      samples: probed,
      batch: probeBatch,
      vectorBytes: bytesOf(trained, taps, vectorSize),
    });
  note(held);
  for (const data of [...evaluate.during, ...evaluate.final])
    for (const model of [trained, ...teachers])
      for (const batch of batchesOf(plan.data[data]?.take ?? 0, evaluate.batch))
        functions.ask(model, ['logits'], { batch, frozen: null });
  disagreements(trained, null);
  // A checkpoint: copies from the backend, and the bytes of the file.
  note({ ...held, weights: held.weights + 2 * (passes.variableBytes + passes.slotBytes) });
  for (const own of ['step', 'gradients', 'matching']) functions.close(`${place}/${own}`);
}

/** How many classes a student and its first teacher are compared by; null where they aren't. */
function classesOf(networks: Networks, teacher: string | undefined, student: string): number | null {
  const [theirs, ours] = [networks.get(teacher ?? ''), networks.get(student)];
  return theirs === undefined || ours === undefined ? null : classesCompared(theirs, ours);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

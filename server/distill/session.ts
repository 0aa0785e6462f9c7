import type { Cursor } from './checkpoints/cursor.ts';
import { evaluate, type Scores } from './evaluate.ts';
import { Forward, type Live } from './forward.ts';
import { jobs, type Job } from './jobs.ts';
import { buildNetworks, select, startingWeights, upload } from './models.ts';
import type { Network } from './networks/network.ts';
import type { ModelPlan, Plan } from './plan.ts';
import type { Checkpoint, Ports } from './ports.ts';
import { tables } from './tables.ts';
import type { HostTensors } from './tensors.ts';
import type { Tables } from '../protocol/run.ts';

/** What lives as long as a run: networks, and the weights that trainings hand to each other. */
export interface Session {
  readonly plan: Plan;
  readonly ports: Ports;
  readonly jobs: readonly Job[];
  /** Columns of the run's tables. */
  readonly columns: Tables;
  readonly networks: ReadonlyMap<string, Network>;
  /** Weights by lineage: `small`, `small@baseline`. */
  readonly weights: Map<string, HostTensors>;
  /** Networks in evaluation mode. */
  readonly forward: Forward;
  /** Scores of models on splits, by `model on data`: what agreement is measured against. */
  readonly scores: Map<string, Scores>;
  cursor: Cursor;
}

/** Whose weights a job trains: a baseline is a second life of the same model. */
export const lineage = ({ updates, variant }: Job): string =>
  `${trainedModel({ updates })}${variant === 'baseline' ? '@baseline' : ''}`;

/** The model that a job trains. */
export function trainedModel({ updates }: Pick<Job, 'updates'>): string {
  const [update] = updates;
  if (update === undefined) throw new Error('A stage has at least one update.');
  return update.train;
}

export async function openSession(plan: Plan, ports: Ports, resume: Checkpoint | null): Promise<Session> {
  const weights = Object.entries(resume?.files ?? {}).filter(
    ([file]) => file !== 'optimizer' && !file.endsWith('.best'),
  );
  return {
    plan,
    ports,
    jobs: jobs(plan),
    columns: tables(plan),
    networks: await buildNetworks(plan, ports.json),
    weights: new Map(weights),
    forward: new Forward(ports.compile),
    scores: new Map(),
    cursor: resume?.cursor ?? { job: 0, jobStep: 0, step: 0, best: null, sinceImproved: 0 },
  };
}

export function networkOf(session: Session, id: string): Network {
  const network = session.networks.get(id);
  if (network === undefined) throw new Error(`The plan has no model ${id}.`);
  return network;
}

export function modelOf(plan: Plan, id: string): ModelPlan {
  const model = plan.models[id];
  if (model === undefined) throw new Error(`The plan has no model ${id}.`);
  return model;
}

/** The weights a model has now: trained, loaded, or as drawn from the seed. */
export async function weightsOf(session: Session, id: string, seed: number): Promise<HostTensors> {
  const known = session.weights.get(id);
  if (known !== undefined) return known;
  const { init } = modelOf(session.plan, id);
  if (init !== null) await weightsOf(session, init.from, seed);
  const weights = await startingWeights(session.plan, id, networkOf(session, id), {
    seed,
    models: session.ports.models,
    trained: session.weights,
  });
  session.weights.set(id, weights);
  return weights;
}

/** Puts a model on the backend. The caller disposes it with `release`. */
export function bringToLife(session: Session, id: string, weights: HostTensors): Live {
  const network = networkOf(session, id);
  const tensors = upload(weights);
  return {
    network,
    inputs: modelOf(session.plan, id).inputs,
    parameters: select(tensors, network.parameters),
    state: select(tensors, network.state),
  };
}

export function release({ parameters, state }: Live): void {
  for (const tensor of [...Object.values(parameters), ...Object.values(state)]) tensor.dispose();
}

/** How a model that isn't training scores on a split; asked once a seed. */
export async function scoresOf(session: Session, id: string, seed: number, data: string): Promise<Scores> {
  const key = `${id} on ${data}`;
  const known = session.scores.get(key);
  if (known !== undefined) return known;
  const live = bringToLife(session, id, await weightsOf(session, id, seed));
  const scores = await evaluate(live, session.plan, data, { ...session.ports, forward: session.forward });
  release(live);
  session.scores.set(key, scores);
  return scores;
}

/** A new seed starts over with everything but what is trained once for all seeds. */
export function startSeed(session: Session): void {
  const kept = new Set(
    session.plan.stages
      .filter((stage) => stage.seeds === 'first')
      .flatMap((stage) => stage.updates.map(({ train }) => train)),
  );
  for (const key of session.weights.keys()) {
    if (!kept.has(key.replace(/@baseline$/, ''))) session.weights.delete(key);
  }
  session.scores.clear();
}

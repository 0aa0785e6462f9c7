import type { Failure, Position } from './problem.ts';
import type { Report } from './report.ts';
import type { RunEvent, RunState, TableName, Tables, Variant, Progress } from './run.ts';

/**
 * What the training server answers, by method: parameters and result. **Contract.** Runs, recipes, models and
 * workspaces are named by their real, absolute paths. A `RetortError` travels as its `Failure`.
 */
export interface TrainingRequests {
  /** The first request of every connection. */
  initialize: [Client, ServerInfo];
  /** Settings of the machine's one server; the last client that sets them wins. */
  configure: [ServerSettings, null];
  devices: [null, readonly Device[]];
  /** `text`: as it is in the editor, unsaved; absent: as it is on disk. */
  check: [{ readonly recipe: string; readonly text?: string }, CheckedFile];
  /** Makes the run's directory and queues it. */
  start: [StartRun, { readonly run: string }];
  /** Writes a checkpoint at the next step and ends. A queued run leaves the queue. */
  stop: [{ readonly run: string }, null];
  /** Queues a stopped, failed or interrupted run again. */
  resume: [{ readonly run: string; readonly takeOver?: boolean; readonly anyway?: boolean }, null];
  /** Deletes run directories. Refuses one that is at work. */
  remove: [{ readonly runs: readonly string[] }, null];
  annotate: [{ readonly run: string } & Annotations, null];
  /** Runs of workspaces, the newest first. */
  list: [{ readonly workspaces: readonly string[] }, readonly RunSummary[]];
  /** What `list` says of one run. */
  summary: [{ readonly run: string }, RunSummary];
  describe: [{ readonly run: string }, RunDescription];
  read: [ReadRange, EncodedColumns];
  /** Rows from a row on. They only become more: what a run repeats after it was resumed, it repeats exactly. */
  evaluations: [{ readonly run: string; readonly from: number }, readonly Evaluation[]];
  events: [{ readonly run: string }, readonly RunEvent[]];
  /** Of the newest 20 evaluations, the newest last. */
  disagreements: [{ readonly run: string }, readonly Disagreements[]];
  /** The newest attempt's `worker.log` from a byte on; at most 256 KiB, its end when `from` is null. */
  log: [
    { readonly run: string; readonly from: number | null },
    { readonly text: string; readonly from: number; readonly to: number },
  ];
  /** Null while there is none. `page` is the path of `report.html`. */
  report: [{ readonly run: string }, { readonly report: Report; readonly page: string } | null];
  /** Checkpoints in folders: safetensors, TensorFlow.js models, Hugging Face folders. */
  models: [{ readonly folders: readonly string[] }, readonly ModelFile[]];
  inspect: [{ readonly path: string }, ModelInspection];
}

export type Method = keyof TrainingRequests;
export type Params<M extends Method> = TrainingRequests[M][0];
export type Result<M extends Method> = TrainingRequests[M][1];

/** What the server tells without being asked: these runs have more to read, or are in another state. Coalesced. */
export interface Changed {
  readonly runs: readonly string[];
}

/** Changes when these messages do in a way that an older or newer side would not understand. */
export const protocolVersion = 1;

export interface Client {
  readonly protocol: number;
  /** Of the package. A client that is newer than its server lets that one finish its runs and starts its own. */
  readonly version: string;
  /** For the log: `vscode`, `terminal`. */
  readonly name: string;
}

export interface ServerInfo {
  readonly version: string;
  readonly pid: number;
}

export interface ServerSettings {
  /** Runs that train at once on this machine. */
  readonly slots: number;
  /** Added to the priority of workers: 0 (as the editor) to 19 (only what is left over). */
  readonly niceness: number;
}

export interface Device {
  readonly backend: string;
  readonly usable: boolean;
  /** Why not, or what it computes on. */
  readonly description: string;
  readonly threads: { readonly usual: number; readonly most: number };
}

/** A problem with its place as editors count. */
export interface PlacedProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly start: Position;
  readonly end: Position;
}

export interface CheckedFile {
  readonly problems: readonly PlacedProblem[];
  /** It would run. */
  readonly sound: boolean;
  /** What a run would do; null where it isn't sound. */
  readonly outlook: {
    readonly name: string;
    readonly steps: number;
    readonly backend: string;
    readonly memoryBytes: number;
    readonly models: Readonly<Record<string, { readonly parameters: number; readonly bytes: number }>>;
  } | null;
}

export interface StartRun {
  readonly recipe: string;
  /** Folder that `.retort` is made in. */
  readonly workspace: string;
  readonly seeds?: readonly number[];
  readonly backend?: string;
  readonly threads?: number;
  /** Fewer where the backend can't use so many; `threads` is refused there. */
  readonly preferredThreads?: number;
  /** Also where more memory is expected to be needed than there is. */
  readonly anyway?: boolean;
}

export interface Annotations {
  readonly note: string;
  readonly tags: readonly string[];
}

export interface RunSummary extends Annotations {
  readonly run: string;
  readonly id: string;
  readonly name: string;
  readonly workspace: string;
  readonly recipe: string;
  /** `damaged`: its files can't be read, and `failure` says why. */
  readonly state: RunState | 'interrupted' | 'damaged';
  /** From 1; null unless queued. */
  readonly queuePosition: number | null;
  readonly progress: Progress;
  readonly loss: number | null;
  readonly createdAt: string;
  /** Milliseconds of work over all attempts; null where nothing was measured. */
  readonly elapsedMs: number | null;
  readonly leftMs: number | null;
  readonly backend: string;
  /** On the split that selects, of the run's last student stage; null before its first evaluation. */
  readonly metric: {
    readonly name: string;
    readonly student: number;
    readonly baseline: number | null;
    readonly teacher: number | null;
  } | null;
  readonly failure: Failure | null;
}

/** What a panel needs to know once; it changes only with a new attempt or a new job. Empty beside a damaged run's summary. */
export interface RunDescription {
  readonly summary: RunSummary;
  readonly tables: Tables;
  readonly stages: readonly StageDescription[];
  /** Trainings that have begun, in order. */
  readonly jobs: readonly JobRange[];
  readonly select: { readonly metric: string; readonly data: string };
}

export interface StageDescription {
  readonly name: string;
  readonly student: string;
  readonly teachers: readonly string[];
  readonly terms: readonly TermDescription[];
  /** Columns `stage/student×teacher.cka` of the diagnostics table, or null. */
  readonly matrix: { readonly student: readonly string[]; readonly teacher: readonly string[] } | null;
}

export interface TermDescription {
  readonly id: string;
  readonly loss: string;
  /** Unicode text. */
  readonly formula: string;
  readonly teacher: string | null;
  /** `id` begins its columns of the diagnostics table: `<id>.cka`, `<id>.cosine`, `<id>.relativeError`. */
  readonly pairs: readonly { readonly id: string; readonly student: string; readonly teacher: string }[];
}

export interface JobRange {
  readonly seed: number;
  readonly stage: string;
  readonly variant: Variant;
  /** Steps of the run, both included; `to` is null while it goes on. */
  readonly from: number;
  readonly to: number | null;
}

export interface ReadRange {
  readonly run: string;
  readonly table: TableName;
  readonly columns: readonly string[];
  /** First and last step, both included; absent: all. */
  readonly from?: number;
  readonly to?: number;
  /** As many points are given, or up to twice as many; all rows when there are no more. At most 20,000. */
  readonly points: number;
}

/** Columns over the same steps. Each text is base64 of little-endian float64; NaN where a column does not apply. */
export interface EncodedColumns {
  readonly x: string;
  readonly columns: Readonly<
    Record<string, { readonly min: string; readonly max: string; readonly last: string }>
  >;
}

/** A row of the evaluation table with its codes read. */
export interface Evaluation {
  readonly step: number;
  readonly jobStep: number;
  readonly seed: number;
  readonly stage: string;
  readonly variant: Variant;
  readonly moment: 'during' | 'last' | 'selected' | 'teacher';
  readonly model: string;
  readonly data: string;
  readonly accuracy: number;
  readonly loss: number;
  /** Null where the stage has no teacher. */
  readonly agreement: number | null;
}

/** Samples of the probe on which a student differs most from its teacher, at one evaluation. */
export interface Disagreements {
  readonly step: number;
  readonly seed: number;
  readonly stage: string;
  readonly data: string;
  /** The largest divergence first. */
  readonly samples: readonly Disagreement[];
}

export interface Disagreement {
  /** Index in the data set. */
  readonly sample: number;
  readonly label: number | null;
  /** KL(teacher ‖ student), nats. */
  readonly divergence: number;
  /** Probabilities of the classes. */
  readonly student: readonly number[];
  readonly teacher: readonly number[];
  /** Which classes these are, ascending, where only the likeliest 100 are kept; null: all. */
  readonly classes: readonly number[] | null;
  /** Its image, if that is what it is: rows of 8-bit gray or RGB, base64. */
  readonly image: {
    readonly width: number;
    readonly height: number;
    readonly channels: 1 | 3;
    readonly pixels: string;
  } | null;
}

export type ModelFormat = 'safetensors' | 'layers-model' | 'graph-model' | 'huggingface';

export interface ModelFile {
  readonly path: string;
  readonly name: string;
  readonly format: ModelFormat;
  readonly bytes: number;
  readonly parameters: number | null;
  /** Of the weights file; null while it has not been computed (files over 64 MiB are hashed on `inspect` alone). */
  readonly sha256: string | null;
  /** Of runs that made or used it, the newest first. */
  readonly scores: readonly ModelScore[];
  /** What a recipe says to use it: `network` as YAML flow text, paths in it absolute; null where only its weights are known. */
  readonly network: string | null;
  readonly failure: Failure | null;
}

export interface ModelScore {
  readonly run: string;
  readonly runName: string;
  readonly role: 'made' | 'used';
  readonly metric: string;
  readonly data: string;
  readonly value: number;
}

export interface ModelInspection {
  readonly file: ModelFile;
  /** Tap shapes without the batch axis, where the network is known. */
  readonly taps: Readonly<Record<string, readonly number[]>> | null;
  readonly tensors: readonly TensorSummary[];
}

export interface TensorSummary {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly histogram: {
    readonly from: number;
    readonly to: number;
    /** 32 bins of equal width. */
    readonly counts: readonly number[];
    readonly mean: number;
    readonly deviation: number;
    readonly notFinite: number;
  } | null;
}

/** `report.json`: teacher, baseline and distilled side by side. */
export interface Report {
  readonly version: 1;
  readonly run: string;
  readonly name: string;
  /** Metric that selected the checkpoint, and the split it came from. */
  readonly select: { readonly metric: string; readonly data: string };
  /** Split that the figures come from. */
  readonly scored: string;
  readonly stages: readonly StageReport[];
  readonly sizes: readonly SizeReport[];
}

export interface StageReport {
  readonly stage: string;
  readonly model: string;
  readonly teachers: readonly string[];
  readonly seeds: readonly SeedReport[];
  /** Over seeds; `spread` is the sample standard deviation, null with one seed. */
  readonly summary: Readonly<
    Record<
      'teacher' | 'baseline' | 'student' | 'gain',
      { readonly mean: number; readonly spread: number | null } | null
    >
  >;
}

export interface SeedReport {
  readonly seed: number;
  readonly teacher: number | null;
  readonly baseline: Score | null;
  readonly student: Score;
}

export interface Score {
  /** Metric on the scored split at the checkpoint chosen on the validation split. */
  readonly selected: number;
  /** Metric on the scored split after the last step. */
  readonly last: number;
  readonly selectedAtStep: number;
  /** Share of scored samples on which the arg max equals the teacher's. */
  readonly agreement: number | null;
}

export interface SizeReport {
  readonly model: string;
  readonly parameters: number;
  readonly bytes: number;
  readonly flopsPerSample: number;
  /** Median over repetitions, milliseconds, by batch size. */
  readonly latencyMs: Readonly<Record<'1' | '32', number>> | null;
}

import type { Plan, StagePlan } from '../distill/plan.ts';
import { tables } from '../distill/tables.ts';
import type { RunEvent, TableName, Variant } from '../protocol/run.ts';
import type { RunDirectory } from './directory.ts';
import { type EvaluationRow, readEvents } from './records.ts';
import { readColumns } from './reader.ts';
import { teacherLine, type TeacherLine } from './teacher-line.ts';

/** What the report draws of a stage. Steps are counted from the start of the stage. */
export interface StageFigures {
  readonly stage: StagePlan;
  readonly metric: MetricFigure;
  /** Of the first seed's student. */
  readonly seed: number;
  readonly losses: readonly Curve[];
  readonly shares: readonly Curve[];
  readonly matching: readonly Curve[];
  readonly matrix: MatrixFigure | null;
}

/** The metric that selects, on the split that selects. */
export interface MetricFigure {
  readonly student: readonly MetricPoint[];
  readonly baseline: readonly MetricPoint[];
  readonly teacher: TeacherLine | null;
}

/** Mean and extremes over the seeds that were evaluated at a step. */
export interface MetricPoint {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** A column over the steps of a stage. */
export interface Curve {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Extremes over the steps that each point stands for. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** CKA of each student tap (row) with each teacher tap (column), when it was last measured. */
export interface MatrixFigure {
  readonly step: number;
  readonly teacherModel: string;
  readonly student: readonly string[];
  readonly teacher: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/** Figures of the stages that were trained, those with a teacher first: they are what the run is about. */
export async function readFigures(
  run: RunDirectory,
  plan: Plan,
  evaluation: readonly EvaluationRow[],
): Promise<readonly StageFigures[]> {
  const events = await readEvents(run);
  const figures: StageFigures[] = [];
  for (const stage of plan.stages) {
    const job = firstJob(events, stage.name, 'student');
    if (job !== null) figures.push(await stageFigures(run, plan, { stage, job, evaluation }));
  }
  const taught = ({ stage }: StageFigures): number => (stage.teachers.length > 0 ? 0 : 1);
  return figures.sort((a, b) => taught(a) - taught(b));
}

interface JobRange {
  readonly seed: number;
  /** Steps of the run, both included. */
  readonly from: number;
  readonly to: number;
}

/** The first training of a stage that there was, with the steps of the run that it took. */
function firstJob(events: readonly RunEvent[], stage: string, variant: Variant): JobRange | null {
  const index = events.findIndex(
    (event) => event.type === 'job-started' && event.stage === stage && event.variant === variant,
  );
  const started = events[index];
  if (started?.type !== 'job-started') return null;
  const end = events.slice(index).find((event) => event.type === 'job-finished');
  return { seed: started.seed, from: started.step, to: end?.step ?? Infinity };
}

async function stageFigures(
  run: RunDirectory,
  plan: Plan,
  { stage, job, evaluation }: { stage: StagePlan; job: JobRange; evaluation: readonly EvaluationRow[] },
): Promise<StageFigures> {
  const names = tables(plan);
  const curves = async (table: TableName, suffix: string): Promise<readonly Curve[]> => {
    const prefix = `${stage.name}/`;
    const columns = names[table].map(({ name }) => name);
    const wanted = columns.filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
    const own = wanted.filter((name) => !name.includes('×'));
    const read = await readColumns(run, table, own, { from: job.from, to: job.to, points: 300 });
    return own.flatMap((name) => {
      const column = read.columns[name];
      if (column === undefined || column.last.every(Number.isNaN)) return [];
      return {
        label: name.slice(prefix.length, -suffix.length),
        x: Array.from(read.x, (step) => step - job.from + 1),
        y: [...column.last],
        low: [...column.min],
        high: [...column.max],
      };
    });
  };
  return {
    stage,
    seed: job.seed,
    metric: metricFigure(plan, stage, evaluation),
    losses: await curves('train', '.raw'),
    shares: await curves('diagnostics', '.gradientShare'),
    matching: await curves('diagnostics', '.cka'),
    matrix: await matrixFigure(run, plan, stage, job),
  };
}

function metricFigure(plan: Plan, stage: StagePlan, evaluation: readonly EvaluationRow[]): MetricFigure {
  const rows = evaluation.filter(
    ({ stage: name, data }) => name === stage.name && data === plan.evaluate.select.data,
  );
  const over = (variant: Variant): readonly MetricPoint[] => {
    const own = rows.filter((row) => row.moment === 'during' && row.variant === variant);
    const steps = [...new Set(own.map(({ jobStep }) => jobStep))].sort((a, b) => a - b);
    return steps.map((step) => {
      const values = own.filter(({ jobStep }) => jobStep === step).map(({ accuracy }) => accuracy);
      return { step, mean: mean(values), low: Math.min(...values), high: Math.max(...values) };
    });
  };
  return {
    student: over('student'),
    baseline: over('baseline'),
    teacher: teacherLine(plan, stage, evaluation),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

async function matrixFigure(
  run: RunDirectory,
  plan: Plan,
  stage: StagePlan,
  { from, to }: JobRange,
): Promise<MatrixFigure | null> {
  const matrix = plan.diagnostics.matrix.find((entry) => entry.stage === stage.name);
  if (matrix === undefined) return null;
  const column = (student: string, teacher: string): string => `${stage.name}/${student}×${teacher}.cka`;
  const wanted = matrix.student.flatMap((student) =>
    matrix.teacher.map((teacher) => column(student, teacher)),
  );
  // Every row apart: the last of them has all values of one moment.
  const { x, columns } = await readColumns(run, 'diagnostics', wanted, { from, to, points: Infinity });
  const at = x.findLastIndex((_, index) =>
    wanted.some((name) => !Number.isNaN(columns[name]?.last[index] ?? NaN)),
  );
  if (at < 0) return null;
  return {
    step: (x[at] ?? NaN) - from + 1,
    teacherModel: matrix.teacherModel,
    student: matrix.student,
    teacher: matrix.teacher,
    values: matrix.student.map((student) =>
      matrix.teacher.map((teacher) => columns[column(student, teacher)]?.last[at] ?? NaN),
    ),
  };
}

import type { Report, SeedReport, SizeReport, StageReport } from '../protocol/report.ts';
import { bytes, milliseconds, percent, points, short, whole } from '../runs/html/numbers.ts';
import { verdict } from '../runs/html/verdict.ts';
import { printable, type Paint } from './paint.ts';
import { formatTable } from './table.ts';
import { say } from '../text/say.ts';

/** A report as tables: each stage that trained, then the sizes of the models. */
export function formatReport(report: Report, paint: Paint): string {
  const { scored, select } = report;
  const about = say`${select.metric} on ${scored}, at the checkpoint chosen on ${select.data}`;
  return [
    `${paint.bold(printable(report.name))}: ${about}`,
    ...report.stages.map((stage) => formatStage(stage, report, paint)),
    sizeTable(report.sizes, paint),
  ].join('\n\n');
}

function formatStage(stage: StageReport, { scored, select }: Report, paint: Paint): string {
  const from = stage.teachers.length === 0 ? '' : say` from ${stage.teachers.join(', ')}`;
  const title = `${paint.bold(stage.stage)}: ${stage.model}${from}`;
  const compared = stage.seeds.some(({ baseline }) => baseline !== null);
  const table = formatTable(
    [
      say`SEED`,
      ...(compared
        ? [say`TEACHER`, say`BASELINE`, say`STUDENT`, say`GAIN`, say`AGREEMENT`]
        : [select.metric.toUpperCase()]),
    ],
    [
      ...stage.seeds.map((seed) => [String(seed.seed), ...(compared ? comparison(seed) : alone(seed))]),
      ...(stage.seeds.length > 1 ? [[say`mean`, ...means(stage, compared)]] : []),
    ],
    paint.bold,
  );
  if (!compared) return `${title}\n${table}`;
  const { tone, sentence } = verdict(stage, scored);
  const colour = { good: paint.green, bad: paint.red, open: paint.yellow }[tone];
  return `${title}\n${table}\n${colour(sentence)}`;
}

const alone = ({ student }: SeedReport): readonly string[] => [percent(student.selected, 2)];

function comparison({ teacher, baseline, student }: SeedReport): readonly string[] {
  const without = baseline?.selected ?? null;
  return [
    percent(teacher, 2),
    percent(without, 2),
    percent(student.selected, 2),
    points(without === null ? null : student.selected - without),
    percent(student.agreement, 1),
  ];
}

function means(
  { summary: { teacher, baseline, student, gain } }: StageReport,
  compared: boolean,
): readonly string[] {
  const shown = (figure: StageReport['summary']['student']): string =>
    figure === null ? percent(null) : `${percent(figure.mean, 2)}${spread(figure.spread)}`;
  if (!compared) return [shown(student)];
  const gained = gain === null ? points(null) : `${points(gain.mean)}${spread(gain.spread)}`;
  return [shown(teacher), shown(baseline), shown(student), gained, ''];
}

/** In points, one standard deviation over the seeds. */
const spread = (deviation: number | null): string =>
  deviation === null ? '' : ` ± ${(deviation * 100).toFixed(2)}`;

const sizeTable = (sizes: readonly SizeReport[], paint: Paint): string =>
  formatTable(
    [say`MODEL`, say`PARAMETERS`, say`SIZE`, say`FLOPS A SAMPLE`, say`LATENCY AT 1`, say`AT 32`],
    sizes.map((size) => [
      size.model,
      whole(size.parameters),
      bytes(size.bytes),
      short(size.flopsPerSample),
      milliseconds(size.latencyMs?.[1] ?? null),
      milliseconds(size.latencyMs?.[32] ?? null),
    ]),
    paint.bold,
  );

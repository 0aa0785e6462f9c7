import type { Report, StageReport } from '../../server/protocol/report.ts';
import { element } from '../dom.ts';
import { scrollingTable } from './data-table.ts';
import type { Context, Part } from './context.ts';
import { failureOf } from './failures.ts';
import { Latest } from './latest.ts';
import { emptiness, notice } from './notice.ts';

/** Teacher, baseline and student side by side. */
export function reportTab(context: Context): Part {
  const { text, host } = context;
  const place = element('div', { class: 'tab report' });
  let drawn = '';
  const reading = new Latest(
    async (signal) => {
      const found = await host.request('report', null, signal);
      const now = JSON.stringify(found);
      if (now === drawn) return;
      drawn = now;
      place.replaceChildren(
        ...(found === null
          ? [emptiness(text.empty.noReport, text.empty.noReportNext)]
          : [scores(found.report, context), sizes(found.report, context)]),
      );
    },
    (error) => {
      const { message, next } = failureOf(error, text);
      drawn = '';
      place.replaceChildren(notice({ kind: 'error', title: text.failure.title, text: `${message} ${next}` }));
    },
  );
  return {
    element: place,
    setActive: (active) => void (reading.active = active),
    show: () => reading.want(),
    viewChanged: () => undefined,
    themeChanged: () => undefined,
  };
}

function scores({ stages, scored, select }: Report, context: Context): HTMLElement {
  const { text } = context;
  const names = [
    text.report.stage,
    text.report.model,
    text.report.seed,
    text.report.teacher,
    text.report.baseline,
    text.report.student,
    text.report.gain,
    text.report.agreement,
  ];
  return section(
    text.report.title(scored),
    names,
    stages.flatMap((stage) => stageRows(stage, context)),
    text.report.selection(select.metric, select.data),
  );
}

function stageRows(
  { stage, model, seeds, summary }: StageReport,
  { text, numbers: { percent, points } }: Context,
): readonly (readonly string[])[] {
  const withSpread = (of: StageReport['summary']['student'], format: (value: number) => string): string =>
    of === null
      ? '–'
      : of.spread === null
        ? format(of.mean)
        : `${format(of.mean)} ± ${points(of.spread).replace('+', '')}`;
  const rows = seeds.map(({ seed, teacher, baseline, student }) => [
    stage,
    model,
    String(seed),
    percent(teacher),
    percent(baseline?.selected ?? null),
    percent(student.selected),
    baseline === null ? '–' : text.report.points(points(student.selected - baseline.selected)),
    percent(student.agreement),
  ]);
  if (seeds.length < 2) return rows;
  const { teacher, baseline, student, gain } = summary;
  return [
    ...rows,
    [
      stage,
      model,
      text.report.mean,
      withSpread(teacher, percent),
      withSpread(baseline, percent),
      withSpread(student, percent),
      withSpread(gain, (value) => text.report.points(points(value))),
      '–',
    ],
  ];
}

function sizes({ sizes: all }: Report, { text, numbers }: Context): HTMLElement {
  const names = [
    text.report.model,
    text.report.parameters,
    text.report.bytes,
    text.report.flops,
    text.report.latency('1'),
    text.report.latency('32'),
  ];
  const latency = (ms: number | undefined): string =>
    ms === undefined ? '–' : `${numbers.short(ms)} ${text.units.ms}`;
  return section(
    text.report.sizes,
    names,
    all.map(({ model, parameters, bytes, flopsPerSample, latencyMs }) => [
      model,
      numbers.whole(parameters),
      numbers.bytes(bytes),
      numbers.short(flopsPerSample),
      latency(latencyMs?.['1']),
      latency(latencyMs?.['32']),
    ]),
    null,
  );
}

function section(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  under: string | null,
): HTMLElement {
  return element(
    'section',
    { class: 'frame' },
    element('h2', {}, title),
    scrollingTable(
      { label: title, columns },
      rows.map((row) => row.map((value) => element('td', {}, value))),
    ),
    under === null ? null : element('p', { class: 'next' }, under),
  );
}

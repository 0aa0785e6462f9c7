import type { Failure, Figures, Measurement } from './measure.ts';

/** A measurement as lines of text. */
export function table({ workload, summary, threads, reference, engines }: Measurement): string {
  const heading = `${workload}, ${threads} thread${threads === 1 ? '' : 's'}: ${summary}`;
  const rows = engines.map((entry) => ('failure' in entry ? failed(entry) : figures(entry)));
  const columns = [
    'engine',
    'step',
    'minimum',
    'processor',
    `÷ ${reference ?? ''}`,
    'by minimum',
    'first step',
    'peak memory',
    'outside kernels',
  ];
  const widths = columns.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row.length === 1 ? 0 : (row[column]?.length ?? 0)))),
  );
  const line = (row: readonly string[]): string =>
    row.length === 1
      ? (row[0] ?? '')
      : row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ');
  return [heading, line(columns), ...rows.map(line), ''].join('\n');
}

const figures = (entry: Figures): readonly string[] => [
  entry.engine,
  milliseconds(entry.stepMs.median),
  milliseconds(entry.stepMs.minimum),
  milliseconds(entry.processorMs),
  `${entry.ratio.median.toFixed(2)} (${entry.ratio.minimum.toFixed(2)}–${entry.ratio.maximum.toFixed(2)})`,
  entry.minimumRatio.toFixed(2),
  milliseconds(entry.firstStepMs),
  entry.peakBytes === null ? '–' : `${Math.round(entry.peakBytes / 2 ** 20)} MiB`,
  entry.outsideKernels === null ? '–' : `${(100 * entry.outsideKernels).toFixed(1)} %`,
];

const failed = ({ engine, failure }: Failure): readonly string[] => [`${engine} failed: ${failure}`];

const milliseconds = (value: number): string =>
  `${value >= 100 ? Math.round(value) : value.toPrecision(3)} ms`;

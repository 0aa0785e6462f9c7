import type { LineChartContent } from './content.ts';
import type { TableContent } from './table.ts';

/** Every point of a chart of lines that is within the view, as measured and as drawn. */
export function lineTable(
  { title, x, lines, references, view, xLabel }: LineChartContent,
  smoothed: string,
): TableContent {
  const columns = lines.flatMap(({ label, values, raw }) =>
    raw === null
      ? [{ label, values }]
      : [
          { label, values: raw },
          { label: `${label} (${smoothed})`, values },
        ],
  );
  return {
    caption: title,
    columns: [xLabel, ...columns.map(({ label }) => label), ...references.map(({ label }) => label)],
    rows: [...x.entries()].flatMap(([index, at]) =>
      at < view.from || at > view.to
        ? []
        : [
            [
              at,
              ...columns.map(({ values }) => {
                const value = values[index] ?? NaN;
                return Number.isFinite(value) ? value : null;
              }),
              ...references.map(({ value }) => value),
            ],
          ],
    ),
  };
}

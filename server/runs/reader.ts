import { join } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import type { TableName } from '../protocol/run.ts';
import { bucketSizes, parts } from './pyramid.ts';
import type { RunDirectory } from './directory.ts';
import { type ColumnSeries, type Series, SeriesBuilder } from './series.ts';
import { readTables, type Segment, splice } from './splice.ts';
import { levelFile, tableFile } from './table-files.ts';
import { RowFile } from './table-reader.ts';
import { say } from '../text/say.ts';

export interface Range {
  /** First step, included. Default: the beginning. */
  readonly from?: number;
  /** Last step, included. Default: the end. */
  readonly to?: number;
  /** How many points are wanted: as many are given, or up to twice as many; all rows when there are no more. */
  readonly points: number;
}

/** One column of a table over the run's history. NaN doesn't count; a point of nothing else is NaN. */
export async function readSeries(
  run: RunDirectory,
  { table, column, ...range }: Range & { readonly table: TableName; readonly column: string },
): Promise<Series> {
  const { x, columns } = await readColumns(run, table, [column], range);
  const series = columns[column];
  if (series === undefined) throw new Error(`readColumns left out ${column}.`);
  return { x, ...series };
}

/**
 * Columns of a table over the run's history, in one pass: from the rows when they are few, otherwise from the level of
 * the pyramid that still has enough points. Throws RetortError `unknown-column`, `broken-run`.
 */
export async function readColumns(
  run: RunDirectory,
  table: TableName,
  columns: readonly string[],
  range: Range,
): Promise<ColumnSeries> {
  const opened: OpenSegment[] = [];
  try {
    for (const segment of await splice(run)) opened.push(await openSegment(segment, table, columns, range));
    const total = opened.reduce((sum, { first, end }) => sum + end - first, 0);
    const points = Math.max(1, range.points);
    const size = bucketSizes.findLast((rows) => total / rows >= points) ?? 1;
    const buckets = opened.reduce(
      (sum, { first, end }) => sum + Math.ceil(end / size) - Math.floor(first / size),
      0,
    );
    const builder = new SeriesBuilder(columns, buckets, Math.max(1, Math.floor(buckets / points)));
    for (const segment of opened) await readSegment(segment, size, builder);
    return builder.finish();
  } finally {
    await Promise.all(opened.map(({ rows }) => rows.close()));
  }
}

interface OpenSegment {
  readonly rows: RowFile;
  /** Path of the pyramid's level of a size. */
  readonly level: (size: number) => string;
  /** Columns of the table. */
  readonly width: number;
  /** Where the wanted columns are. */
  readonly wanted: readonly number[];
  /** Rows in the range: `[first, end)`. */
  readonly first: number;
  readonly end: number;
}

async function openSegment(
  { folder, limit }: Segment,
  table: TableName,
  columns: readonly string[],
  { from = -Infinity, to = Infinity }: Range,
): Promise<OpenSegment> {
  const names = (await readTables(folder))[table].map(({ name }) => name);
  const wanted = columns.map((column) => {
    const index = names.indexOf(column);
    if (index < 0) throw unknownColumn(column, table, names);
    return index;
  });
  const rows = await RowFile.open(join(folder, tableFile(table)), names.length);
  const count = Math.min(rows.rows, limit[table]);
  const first = from === -Infinity ? 0 : await rows.search(from, count, false);
  const end = to === Infinity ? count : await rows.search(to, count, true);
  return {
    rows,
    level: (size) => join(folder, levelFile(table, size)),
    width: names.length,
    wanted,
    first,
    end: Math.max(first, end),
  };
}

/** Whole buckets from the level's file where it has them; the rows at either end, and all of them at size 1. */
async function readSegment(segment: OpenSegment, size: number, builder: SeriesBuilder): Promise<void> {
  const { rows, width, wanted, first, end } = segment;
  const readRows = async (from: number, to: number): Promise<void> => {
    let row = from;
    for await (const chunk of rows.read(from, to)) {
      for (let index = 0; index < chunk.rows; index++, row++) {
        builder.addRow(chunk.values, index * width, wanted);
        if ((row + 1) % size === 0) builder.endBucket();
      }
    }
  };
  if (size === 1) {
    await readRows(first, end);
    return;
  }
  const buckets = await RowFile.open(segment.level(size), parts * width);
  try {
    const from = Math.ceil(first / size);
    const to = Math.max(from, Math.min(Math.floor(end / size), buckets.rows));
    await readRows(first, Math.min(from * size, end));
    if (from * size < end) {
      for await (const chunk of buckets.read(from, to)) {
        for (let index = 0; index < chunk.rows; index++) {
          builder.addBucket(chunk.values, index * parts * width, wanted, width);
          builder.endBucket();
        }
      }
      await readRows(to * size, end);
    }
    builder.endBucket();
  } finally {
    await buckets.close();
  }
}

const unknownColumn = (column: string, table: TableName, names: readonly string[]): RetortError =>
  new RetortError({
    code: 'unknown-column',
    message: say`The table ${table} has no column "${column}".`,
    where: table,
    next: say`It has ${names.join(', ')}.`,
  });

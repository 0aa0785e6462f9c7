import type { TableName } from '../../server/protocol/run.ts';
import type { JobRange } from '../../server/protocol/training.ts';
import { type Columns, decodeColumns } from '../charts/columns.ts';
import type { Interval } from '../charts/interval.ts';
import type { Host } from './host.ts';

export interface Wanted {
  readonly table: TableName;
  readonly columns: readonly string[];
  /** Steps of the training, from 1; null: all of it. */
  readonly range: Interval | null;
  readonly points: number;
}

/** Columns of one training, over its own steps. */
export async function readRange(
  host: Host,
  job: JobRange,
  { table, columns, range, points }: Wanted,
  signal: AbortSignal,
): Promise<Columns> {
  const before = job.from - 1;
  const last = job.to ?? Number.MAX_SAFE_INTEGER;
  const read = await host.request(
    'read',
    {
      table,
      columns,
      from: range === null ? job.from : Math.max(job.from, Math.floor(range.from) + before),
      ...(range === null && job.to === null
        ? {}
        : { to: range === null ? last : Math.min(last, Math.ceil(range.to) + before) }),
      points,
    },
    signal,
  );
  const decoded = decodeColumns(read);
  return { ...decoded, x: decoded.x.map((step) => step - before) };
}

/** More than is seen, so that lines go on to the edges and the moving average has begun before them. */
export const withMargins = ({ from, to }: Interval): Interval => ({
  from: from - (to - from) / 2,
  to: to + (to - from) / 10,
});

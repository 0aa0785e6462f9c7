import { endianness } from 'node:os';
import { readColumns } from '../../../runs/reader.ts';
import { tableNames } from '../../../runs/table-files.ts';
import { badRequest, listOf, number, object, oneOf, path, text, whole } from '../parameters.ts';
import { runOf, type Request } from './context.ts';
import { say } from '../../../text/say.ts';

/** Points of all columns together: an answer stays within a frame. */
const mostPoints = 2_000_000;

export const read: Request<'read'> = {
  parameters: object(
    { run: path, table: oneOf(...tableNames), columns: listOf(text(1000), 2000), points: whole(1, 20_000) },
    { from: number, to: number },
  ),
  async answer({ run, table, columns, ...range }) {
    if (range.points * columns.length > mostPoints)
      throw badRequest(say`${columns.length} columns of ${range.points} points are too many for one answer.`);
    const series = await readColumns(await runOf(run), table, columns, range);
    return {
      x: encoded(series.x),
      columns: Object.fromEntries(
        Object.entries(series.columns).map(([name, { min, max, last }]) => [
          name,
          { min: encoded(min), max: encoded(max), last: encoded(last) },
        ]),
      ),
    };
  },
};

/** Base64 of little-endian float64. */
function encoded(values: Float64Array): string {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return (endianness() === 'BE' ? Buffer.from(bytes).swap64() : bytes).toString('base64');
}

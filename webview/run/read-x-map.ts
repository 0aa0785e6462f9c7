import type { JobRange } from '../../server/protocol/training.ts';
import { sinceStart, stepsThemselves, straightLines, type XMap } from '../charts/x-map.ts';
import type { Host } from './host.ts';
import { readRange } from './read-range.ts';
import type { XUnit } from './view-state.ts';

/** Enough for a line that is almost straight. */
const points = 400;

/** From steps of a training to epochs, or to milliseconds since it began. */
export async function readXMap(host: Host, job: JobRange, unit: XUnit, signal: AbortSignal): Promise<XMap> {
  switch (unit) {
    case 'step':
      return stepsThemselves;
    case 'epoch': {
      const wanted = { table: 'train', columns: ['epoch'], range: null, points } as const;
      const { x, columns } = await readRange(host, job, wanted, signal);
      return straightLines(x, columns.epoch?.last ?? new Float64Array());
    }
    case 'time': {
      const wanted = { table: 'measured', columns: ['elapsedMs'], range: null, points } as const;
      const { x, columns } = await readRange(host, job, wanted, signal);
      const elapsed = columns.elapsedMs;
      return elapsed === undefined ? stepsThemselves : straightLines(x, sinceStart(elapsed));
    }
  }
}

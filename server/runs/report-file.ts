import { join } from 'node:path';
import type { Report } from '../protocol/report.ts';
import type { RunDirectory } from './directory.ts';
import { readObject } from './json.ts';

/** `report.json` of a run, or null when there is none that this version wrote. */
export async function readReport(run: RunDirectory): Promise<Report | null> {
  const content: unknown = await readObject(join(run.path, 'report.json'));
  return isReport(content) ? content : null;
}

/** Nobody but makeReport writes it, so its version vouches for the rest. */
const isReport = (value: unknown): value is Report =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  value.version === 1 &&
  'stages' in value;

import { createHash } from 'node:crypto';
import type { Cursor } from '../distill/checkpoints/cursor.ts';
import type { RowCounts } from '../protocol/run.ts';
import { isObject } from './json.ts';
import { tableNames } from './table-files.ts';

/** `hashes.json`: what a checkpoint's folder holds, and how far the record was when it was made. */
export interface CheckpointHashes {
  readonly attempt: number;
  readonly rows: RowCounts;
  /** SHA-256 of `cursor.json`. */
  readonly cursor: string;
  /** By name in the checkpoint. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const isHashes = (value: unknown): value is CheckpointHashes =>
  isObject(value) &&
  typeof value.attempt === 'number' &&
  typeof value.cursor === 'string' &&
  isRowCounts(value.rows) &&
  isObject(value.files) &&
  Object.values(value.files).every(
    (file) => isObject(file) && typeof file.bytes === 'number' && typeof file.sha256 === 'string',
  );

const isRowCounts = (value: unknown): value is RowCounts =>
  isObject(value) &&
  [...tableNames, 'events', 'disagreements'].every((name) => Number.isSafeInteger(value[name]));

export const isCursor = (value: unknown): value is Cursor =>
  isObject(value) &&
  typeof value.job === 'number' &&
  typeof value.jobStep === 'number' &&
  typeof value.step === 'number' &&
  typeof value.sinceImproved === 'number' &&
  (value.best === null ||
    (isObject(value.best) && typeof value.best.step === 'number' && typeof value.best.value === 'number'));

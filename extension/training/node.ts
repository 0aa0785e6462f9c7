import { findNode } from '../../server/training/client/find-node.ts';
import { readSettings } from '../settings/read.ts';

/** A Node.js that programs of this package run on. Throws RetortError where there is none. */
export function foundNode(): Promise<string> {
  return findNode({ setting: readSettings().nodePath, electron: process.versions.electron !== undefined });
}

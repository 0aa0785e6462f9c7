import { join } from 'node:path';
import type { RunDirectory } from './directory.ts';
import { replaceFile } from './durable.ts';
import { formatJson, readObject } from './json.ts';

/** What a person has written about a run. */
export interface Annotations {
  readonly note: string;
  readonly tags: readonly string[];
}

const annotationsFile = (run: RunDirectory): string => join(run.path, 'annotations.json');

/** Nothing where there are none, or where they can't be read. */
export async function readAnnotations(run: RunDirectory): Promise<Annotations> {
  const content = await readObject(annotationsFile(run)).catch(() => null);
  const tags: readonly unknown[] = Array.isArray(content?.tags) ? content.tags : [];
  return {
    note: typeof content?.note === 'string' ? content.note : '',
    tags: tags.filter((tag) => typeof tag === 'string'),
  };
}

/** Replaces them as a whole. Throws RetortError `disk-full`, `read-only`. */
export const writeAnnotations = (run: RunDirectory, { note, tags }: Annotations): Promise<void> =>
  replaceFile(annotationsFile(run), formatJson({ version: 1, note, tags }));

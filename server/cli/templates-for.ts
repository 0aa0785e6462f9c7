import { readFile } from 'node:fs/promises';
import type { Template } from '../language/completion/lookup.ts';
import { adaptedTo, listTemplates } from './templates.ts';

/** The first lines of those that can be begun with as they are. */
const opening = /^# Title: *(?<title>.+?) *\r?\n# *(?<summary>.*?) *\r?\n/;

/** Templates that have a title, for a recipe in a folder; null: for one that has their data beside it. */
export async function templatesFor(folder: string | null): Promise<readonly Template[]> {
  const texts = (await listTemplates()).map((template) =>
    folder === null ? readFile(template.path, 'utf8') : adaptedTo(folder, template),
  );
  return (await Promise.all(texts)).flatMap((text) => {
    const { title, summary } = opening.exec(text)?.groups ?? {};
    return title === undefined || summary === undefined ? [] : [{ title, summary, text }];
  });
}

import type { Template } from '../language/completion/lookup.ts';
import { adaptedTo, listTemplates } from './templates.ts';

/** The first lines of those that can be begun with as they are. */
const opening = /^# Title: *(?<title>.+?) *\r?\n# *(?<summary>.*?) *\r?\n/;

/** Templates for a recipe in a folder: those that have a title. */
export async function templatesFor(folder: string): Promise<readonly Template[]> {
  const texts = (await listTemplates()).map((template) => adaptedTo(folder, template));
  return (await Promise.all(texts)).flatMap((text) => {
    const { title, summary } = opening.exec(text)?.groups ?? {};
    return title === undefined || summary === undefined ? [] : [{ title, summary, text }];
  });
}

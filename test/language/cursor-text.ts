import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { look, type Snapshot } from '../../server/language/snapshot.ts';
import { recipePath } from '../recipe/recipes.ts';

/** A text in which `█` stands for the cursor. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('█');
  if (offset < 0) throw new Error('The text has no cursor █.');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** A recipe as the language server sees it once all files were looked at. */
export async function seen(text: string, path = recipePath): Promise<Snapshot> {
  return look(text, await gather(parse(text), path));
}

import { writeAnnotations } from '../../../runs/annotations.ts';
import { listOf, object, path, text } from '../parameters.ts';
import { runOf, type Request } from './context.ts';

/** Replacements of one file follow each other. */
let turn: Promise<unknown> = Promise.resolve();

export const annotate: Request<'annotate'> = {
  parameters: object({ run: path, note: text(100_000), tags: listOf(text(200), 100) }, {}),
  async answer({ run: asked, note, tags }, { changed }) {
    const run = await runOf(asked);
    const written = turn.then(() => writeAnnotations(run, { note, tags }));
    turn = written.catch(() => undefined);
    await written;
    changed(run.path);
    return null;
  },
};

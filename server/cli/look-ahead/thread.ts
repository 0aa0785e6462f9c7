/** Entry of the thread in which the language server looks ahead. */
import { parentPort } from 'node:worker_threads';
import { checkAhead } from '../../recipe/ahead.ts';
import { check } from '../../recipe/check.ts';
import { parse } from '../../recipe/parse.ts';
import { speak } from '../../text/say.ts';
import { circumstances } from '../../training/circumstances.ts';
import type { Looked, LookedAt } from './messages.ts';

if (parentPort === null) throw new Error('Looking ahead runs as a thread of the language server.');
const port = parentPort;

port.on('message', (asked: LookedAt) => {
  void answer(asked).then((looked) => port.postMessage(looked));
});

async function answer({ text, path, facts, folders, language }: LookedAt): Promise<Looked> {
  try {
    await speak(language);
    const document = parse(text);
    const found = await checkAhead(
      document,
      facts,
      check(document, facts),
      await circumstances(path, folders),
    );
    return { found };
  } catch (error) {
    return { defect: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

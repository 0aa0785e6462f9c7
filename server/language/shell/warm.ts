import { setTimeout as pause } from 'node:timers/promises';
import { hover } from '../hover/hover.ts';
import { look } from '../snapshot.ts';
import type { OpenRecipe } from './open-recipe.ts';

/** V8 optimises what has run some times. */
const rounds = 10;
/** Between them whoever asks is answered. */
const pauseMs = 10;
/** A round of a longer text would keep somebody waiting. */
const charactersAtMost = 50_000;

/**
 * Reads and checks a recipe some times, when it was shown and nobody has written yet, so that the first words that are
 * written are not checked twice as slowly as later ones.
 */
export async function warm({ document, facts }: OpenRecipe): Promise<void> {
  const { version } = document;
  for (let round = 0; round < rounds; round++) {
    await pause(pauseMs);
    const text = document.getText();
    if (document.version !== version || text.length > charactersAtMost) return;
    hover(look(text, facts), text.length >> 1);
  }
}

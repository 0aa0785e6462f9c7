import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completions } from '../../../server/language/completion/completions.ts';
import { filled } from '../../../server/language/completion/cursor.ts';
import { inPlace } from '../../../server/language/completion/in-place.ts';
import { look } from '../../../server/language/snapshot.ts';
import { noFacts } from '../../../server/recipe/facts.ts';
import { recipePath } from '../../recipe/recipes.ts';
import { noFiles } from './apply.ts';

const recipes = [
  'media/templates/digits.distill.yaml',
  'media/templates/attention-transfer.distill.yaml',
  'examples/response/kd.distill.yaml',
];

/** Where an anchor may be, the text is read again: this comment has its sign. */
const readAgain = '# &a\n';

test.each(recipes)('a value of %s is completed alike, read again or not', async (path) => {
  const text = readFileSync(path, 'utf8');
  const [known, unknown] = [text, text + readAgain].map((each) => look(each, noFacts(recipePath)));
  if (known === undefined || unknown === undefined) throw new Error('There are two.');
  let inTheirPlace = 0;
  for (const { index, 0: word } of text.matchAll(/[\w.-]+/g)) {
    const offset = index + word.length;
    const [reading] = filled(text, offset);
    if (reading === undefined || inPlace(known, reading) === null) continue;
    inTheirPlace += 1;
    expect(await completions(known, offset, noFiles), `${word} at ${index}`).toEqual(
      await completions(unknown, offset, noFiles),
    );
  }
  expect(inTheirPlace).toBeGreaterThan(20);
});

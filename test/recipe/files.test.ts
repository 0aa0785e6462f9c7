import { expect, test } from 'vitest';
import { nodeFiles } from '../../server/recipe/files.ts';

test('a missing file says what is true of a path in a terminal and of one in a recipe', async () => {
  await expect(nodeFiles.read('nowhere.distill.yaml')).rejects.toMatchObject({
    code: 'missing-file',
    where: 'nowhere.distill.yaml',
    next: "Check the path; a path inside a recipe is relative to the recipe's folder.",
  });
});

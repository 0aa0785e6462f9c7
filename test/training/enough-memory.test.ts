import { totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { plan } from '../../server/recipe/plan.ts';
import { availableBytes } from '../../server/training/available-memory.ts';
import { memoryAhead, refuseTooLarge } from '../../server/training/enough-memory.ts';
import { recipe, recipePath } from '../recipe/recipes.ts';

const document = parse(recipe);
const planned = plan(document, await gather(document, recipePath), {
  backend: { name: 'onnx', threads: () => 1 },
});

it('refuses a plan before anything is made where less is available than it is expected to take', async () => {
  const { bytes } = (await memoryAhead(planned)).estimate;
  await expect(refuseTooLarge(planned, () => bytes - 1)).rejects.toMatchObject({
    code: 'out-of-memory-ahead',
  });
  await expect(refuseTooLarge(planned, () => bytes)).resolves.toBeUndefined();
});

it('finds what this machine has available: something, and not more than it has', () => {
  expect(availableBytes()).toBeGreaterThan(0);
  expect(availableBytes()).toBeLessThanOrEqual(totalmem());
});

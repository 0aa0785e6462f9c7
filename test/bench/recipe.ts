import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { automatic } from '../../server/backends/index.ts';
import type { Plan } from '../../server/distill/plan.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { plan } from '../../server/recipe/plan.ts';

/** The plan of a recipe on the backend that `auto` means here. */
export async function planOf(path: string): Promise<Plan> {
  const document = parse(await readFile(path, 'utf8'));
  const facts = await gather(document, resolve(path));
  return plan(document, facts, { backend: { name: automatic().name, threads: () => 1 } });
}

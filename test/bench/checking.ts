import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { check } from '../../server/recipe/check.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { plan } from '../../server/recipe/plan.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const repetitions = 20;

/** Parse, check and plan: the largest example, and the largest that can be planned here. */
export async function checking(): Promise<readonly Row[]> {
  const names = (await readdir('examples', { recursive: true })).filter((name) =>
    name.endsWith('.distill.yaml'),
  );
  const examples = await Promise.all(
    names.map(async (name) => ({
      path: resolve('examples', name),
      text: await readFile(join('examples', name), 'utf8'),
    })),
  );
  examples.sort((a, b) => b.text.length - a.text.length);
  const [largest] = examples;
  if (largest === undefined) return [];
  const document = parse(largest.text);
  const facts = await gather(document, largest.path);
  const mnist = examples.find(({ path }) => path.endsWith('mnist.distill.yaml')) ?? largest;
  const planned = parse(mnist.text);
  const known = await gather(planned, mnist.path);
  const lines = largest.text.split('\n').length;
  return [
    {
      name: `parse and check, ${lines} lines, facts known`,
      value: medianMs(() => check(parse(largest.text), facts)),
      unit: 'ms',
    },
    {
      name: 'check of the MNIST example, facts known',
      value: medianMs(() => check(planned, known)),
      unit: 'ms',
    },
    {
      name: 'plan of the MNIST example',
      value: medianMs(() => plan(planned, known, { backend: { name: 'wasm', threads: () => 1 } })),
      unit: 'ms',
    },
    { name: 'check alone, the largest example', value: medianMs(() => check(document, facts)), unit: 'ms' },
  ];
}

function medianMs(work: () => unknown): number {
  const times = Array.from({ length: repetitions }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { quietMs } from '../../../server/language/shell/open-recipe.ts';
import { plainClient } from '../../language/shell/plain-client.ts';
import { longRecipe } from './recipe.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'MiB' | 'lines';
}

const lines = 300;
const changes = 100;
const starts = 7;
const openAtOnce = 50;
/** Processor time below which a second counts as rest, in ticks of 10 ms, and how many such seconds are waited for. */
const busyTicks = 5;
const quietSeconds = 5;

/** The language server as an editor has it: the real program, over its standard streams. */
export async function language(): Promise<readonly Row[]> {
  const text = longRecipe(lines);
  const times = await typed(text);
  const { resting, most } = await memory(text);
  return [
    { name: 'the recipe', value: text.split('\n').length - 1, unit: 'lines' },
    { name: 'start, to the answer to initialize (median)', value: at(await startTimes(), 0.5), unit: 'ms' },
    ...percentiles('from the end of the debounce to the problems', times.problems),
    ...percentiles('hover', times.hover),
    ...percentiles('completion of a value', times.values),
    ...percentiles('completion of a key', times.keys),
    ...percentiles('hover in the three seconds after the last key', times.afterwards),
    { name: `memory with ${openAtOnce} such recipes open, at rest`, value: resting, unit: 'MiB' },
    { name: 'the same, at most while it looks ahead', value: most, unit: 'MiB' },
  ];
}

function start() {
  const program = fileURLToPath(new URL('./retort.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'language-server', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const client = plainClient(child.stdout, child.stdin);
  const end = async (): Promise<void> => {
    const ended = once(child, 'exit');
    await client.ask('shutdown');
    client.notify('exit');
    await ended;
  };
  return { child, client, end };
}

async function startTimes(): Promise<readonly number[]> {
  const times = [];
  for (let count = 0; count < starts; count++) {
    const startedAt = performance.now();
    const { client, end } = start();
    await client.initialize({ folders: [process.cwd()] });
    times.push(performance.now() - startedAt);
    await end();
  }
  return times;
}

const uriOf = (index: number): string => pathToFileURL(resolve(`bench-${index}.distill.yaml`)).href;

/** Changes one number after the other, and after each looks what it says and what could stand there. */
async function typed(text: string) {
  const { client, end } = start();
  await client.initialize({ folders: [process.cwd()] });
  const uri = uriOf(0);
  client.open(uri, text);
  await settled(() => client.told(uri).length);
  const times = {
    problems: [] as number[],
    hover: [] as number[],
    values: [] as number[],
    keys: [] as number[],
    afterwards: [] as number[],
  };
  for (let count = 0; count < changes; count++) {
    const changed = text.replace('weight: 0.9', `weight: 0.${100 + count}`);
    const sentAt = performance.now();
    client.write(uri, changed);
    await client.problems(uri, (_, version) => version === count + 2);
    times.problems.push(performance.now() - sentAt - quietMs);
    times.hover.push(await timed(() => client.ask('textDocument/hover', placeIn(changed, count, 'kd'))));
    const completed = (word: string) =>
      timed(() => client.ask('textDocument/completion', placeIn(changed, count, word)));
    times.values.push(await completed('kd'));
    times.keys.push(await completed('weight'));
  }
  // Meanwhile it looks ahead.
  const over = performance.now() + 3000;
  for (let count = 0; performance.now() < over; count++) {
    times.afterwards.push(await timed(() => client.ask('textDocument/hover', placeIn(text, count, 'kd'))));
    await new Promise((resume) => setTimeout(resume, 20));
  }
  await end();
  return times;
}

/** A place of a word, ever another one. */
function placeIn(text: string, count: number, word: string) {
  const places = [...text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))];
  const before = text.slice(0, (places[count % places.length]?.index ?? 0) + 1).split('\n');
  return {
    textDocument: { uri: uriOf(0) },
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

/** Resident memory when all recipes were checked with all that their files say and changed once, at rest and at most. */
async function memory(text: string): Promise<{ readonly resting: number; readonly most: number }> {
  const { client, child, end } = start();
  await client.initialize({ folders: [process.cwd()] });
  const uris = Array.from({ length: openAtOnce }, (_, index) => uriOf(index));
  for (const uri of uris) client.open(uri, text);
  await settled(() => uris.reduce((sum, uri) => sum + client.told(uri).length, 0));
  for (const uri of uris) client.write(uri, text.replace('0.9', '0.8'));
  await Promise.all(uris.map((uri) => client.problems(uri, (_, version) => version === 2)));
  const read = (file: string): Promise<string> =>
    readFile(`/proc/${child.pid ?? 'self'}/${file}`, 'utf8').catch(() => '');
  // Ticks of the processor, in user and system mode: what looks ahead does so after a rest, and ends later.
  let ticks = 0;
  const look = async (): Promise<void> => {
    const [, user, system] = /\)(?: \S+){11} (\d+) (\d+)/.exec(await read('stat')) ?? [];
    ticks = Math.floor((Number(user) + Number(system)) / busyTicks);
  };
  for (let quiet = 0, before = -1; quiet < quietSeconds; quiet = before === ticks ? quiet + 1 : 0) {
    before = ticks;
    await new Promise((resume) => setTimeout(resume, 1000));
    await look();
  }
  const status = await read('status');
  await end();
  const of = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024;
  return { resting: of('VmRSS'), most: of('VmHWM') };
}

/** Waits until a count has not grown for a second. */
async function settled(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count();
    await new Promise((resume) => setTimeout(resume, 1000));
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const at = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(share * times.length))] ??
  Number.NaN;

const percentiles = (name: string, times: readonly number[]): readonly Row[] => [
  { name: `${name}, median`, value: at(times, 0.5), unit: 'ms' },
  { name: `${name}, 95 of 100`, value: at(times, 0.95), unit: 'ms' },
];

import { mkdir, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { format, parse } from '../../server/distill/checkpoints/safetensors.ts';
import { expectRefused } from './refusal.ts';
import { recipe, workspace, type Workspace } from './workspace.ts';

const teacher = 'big.safetensors';

/** A teacher for 6 × 6 images and 3 classes, with weights that don't matter. */
function weights(hidden = 8, value = 0.01): Uint8Array {
  const tensor = (...shape: readonly number[]) => ({
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b)).fill(value),
  });
  return format(
    {
      'hidden.1/kernel': tensor(36, hidden),
      'hidden.1/bias': tensor(hidden),
      'logits/kernel': tensor(hidden, 3),
      'logits/bias': tensor(3),
    },
    {},
  );
}

/** A recipe whose teacher is a file instead of a stage. */
const given = recipe()
  .replace('{ kind: mlp, hidden: [8] } }', `{ kind: mlp, hidden: [8] }, checkpoint: ${teacher} }`)
  .replace(/ {2}- name: teach[^]*?(?= {2}- name: distil)/, '');

/** A safetensors file with any header, length and data. */
function file(header: object | string, data = 0, length?: bigint): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const first = Buffer.alloc(8);
  first.writeBigUInt64LE(length ?? BigInt(json.length));
  return Buffer.concat([first, json, Buffer.alloc(data)]);
}

const f32 = (shape: readonly number[], start: number, end: number): object => ({
  dtype: 'F32',
  shape,
  data_offsets: [start, end],
});

test('a sound checkpoint teaches', async () => {
  const it = await workspace(given);
  await it.write(teacher, weights());
  expect(await it.say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
});

const again = /Write or download the file again/;

test.each<[string, Uint8Array, RegExp]>([
  ['of another architecture', weights(5), /Expected hidden\.1\/kernel \[36, 8\], found \[36, 5\]\. Choose/],
  ['with a NaN', weights(8, NaN), /hidden\.1\/kernel .* holds NaN at 0\. Choose another checkpoint/],
  ['with an infinity', weights(8, Infinity), /holds Infinity at 0\. Choose another checkpoint/],
  ['that is empty', Buffer.alloc(0), again],
  ['that was cut off', weights().subarray(0, 1000), again],
  ['that is a web page', Buffer.from('<!doctype html><title>404</title>'), again],
  ['whose header is 2⁶³ bytes long', file({}, 100, 2n ** 63n), /9223372036854775808 bytes/],
  ['whose header is 2⁶⁴ − 1 bytes long', file({}, 100, 2n ** 64n - 1n), again],
  ['whose header is longer than the file', file({}, 100, 1000n), again],
  [
    'whose header is longer than 100 MB',
    file(`{${' '.repeat(100_000_000)}}`),
    /at most 100000000 are allowed/,
  ],
  ['whose header is 99 MB of one name', file(`{"${'x'.repeat(99_000_000)}":1}`), again],
  ['whose header is no JSON', file('[1, 2'), again],
  ['whose header is a list', file('[]'), again],
  ['whose tensors overlap', file({ a: f32([4], 0, 16), b: f32([4], 8, 24) }, 24), again],
  ['whose tensors end beyond the file', file({ a: f32([400], 0, 1600) }, 24), again],
  ['whose tensors begin before the file', file({ a: f32([1], -4, 0) }), again],
  ['whose shape overflows', file({ a: f32([2 ** 32, 2 ** 32], 0, 0) }), again],
  ['whose shape is negative', file({ a: f32([-1, -4], 0, 16) }, 16), again],
  [
    'with a tensor called __proto__',
    file('{"__proto__":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 16),
    again,
  ],
  ['whose metadata are called __proto__', file('{"__metadata__":{"__proto__":"x"}}'), again],
])('a checkpoint %s is one problem, and nothing is made', async (what, bytes, next) => {
  const it = await workspace(given);
  await it.write(teacher, bytes);
  const before = await it.files();
  expectRefused(await it.say('run', 'small.distill.yaml'), {
    exit: 1,
    code: what === 'of another architecture' ? 'other-architecture' : 'unusable-checkpoint',
    where: it.path(teacher),
    next,
  });
  expect(await it.files()).toEqual(before);
  expect((await it.read(teacher)).equals(bytes)).toBe(true);
});

test('a folder in a checkpoint’s place is one problem', async () => {
  const it = await workspace(given);
  await mkdir(it.path(teacher));
  expectRefused(await it.say('run', 'small.distill.yaml'), {
    exit: 1,
    code: 'unusable-checkpoint',
    where: it.path(teacher),
    next: 'Name a file in it',
  });
});

test('weights that are not finite are not scored', async () => {
  const it = await workspace();
  await it.write('nan.safetensors', weights(4, NaN));
  expectRefused(await it.say('evaluate', 'small.distill.yaml', '--checkpoint', 'nan.safetensors'), {
    exit: 6,
    code: 'not-finite',
    where: it.path('nan.safetensors'),
    next: 'Choose another checkpoint',
  });
});

test('a checkpoint that changed since the run was planned ends the run before it begins', async () => {
  const it = await workspace(given.replace('10 steps', '1000000 steps'));
  await it.write(teacher, weights());
  const run = it.begin('run', 'small.distill.yaml');
  await run.until('distil, student');
  run.signal('SIGINT');
  expect((await run.ended).code).toBe(4);
  await it.write(teacher, weights(8, 0.02));
  expectRefused(await it.say('resume', 'last'), {
    exit: 6,
    code: 'checkpoint-changed',
    where: it.path(teacher),
    next: 'Restore the file, or start a new run',
  });
});

/** A student that learns for three steps, then takes steps of a million. */
const diverging = recipe({ rate: '{ from: 0.01, step: [3 steps], by: 100000000 }', checkpoints: 1 });

test('training that diverges says where and what, and keeps the last good checkpoint', async () => {
  const it = await workspace(diverging);
  const spoken = await it.say('run', 'small.distill.yaml');
  expectRefused(spoken, {
    exit: 3,
    code: 'diverged',
    where: 'distil/',
    next: /of the stage distil \(student, seed 1\).*Lower the learning rate/s,
  });
  const checkpoints = join(await it.run(), 'checkpoints');
  const [last = 0] = (await readdir(checkpoints)).map(Number).sort((a, b) => b - a);
  const saved = parse(await readFile(join(checkpoints, String(last), 'small.safetensors')));
  expect(Object.values(saved.tensors).every(({ data }) => data.every(Number.isFinite))).toBe(true);
  expect((await it.say('runs')).stdout).toMatch(/ failed /);
  // It diverges again: what it resumed from is what it was.
  expectRefused(await it.say('resume', 'last'), {
    exit: 3,
    code: 'diverged',
    where: 'distil/',
    next: 'rate',
  });
});

/** A run that was stopped and has two checkpoints; gives their folders, the newest first. */
async function stopped(): Promise<{ readonly it: Workspace; readonly folders: readonly string[] }> {
  const it = await workspace(recipe({ steps: 1_000_000 }));
  const run = it.begin('run', 'small.distill.yaml');
  await run.until('distil, student, loss');
  run.signal('SIGINT');
  expect((await run.ended).code).toBe(4);
  const checkpoints = join(await it.run(), 'checkpoints');
  const steps = (await readdir(checkpoints)).map(Number).sort((a, b) => b - a);
  expect(steps.length).toBeGreaterThan(1);
  return { it, folders: steps.map((step) => join(checkpoints, String(step))) };
}

test('a damaged checkpoint is told and passed over for the one before it', async () => {
  const { it, folders } = await stopped();
  await truncate(join(folders[0] ?? '', 'small.safetensors'), 100);
  const run = it.begin('resume', 'last');
  await run.until('damaged: small.safetensors is not what was written');
  run.signal('SIGINT');
  const { code, stderr } = await run.ended;
  expect(code).toBe(4);
  expect(stderr).not.toContain('seed 1: teach, student');
});

test('a run of which every checkpoint is damaged starts again, and says so', async () => {
  const { it, folders } = await stopped();
  for (const folder of folders) await rm(join(folder, 'cursor.json'));
  const run = it.begin('resume', 'last');
  await run.until('seed 1: teach, student');
  run.signal('SIGINT');
  const { code, stderr } = await run.ended;
  expect(code).toBe(4);
  expect(stderr.match(/is damaged: a file is missing/g)).toHaveLength(folders.length);
});

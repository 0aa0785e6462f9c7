import { describe, expect, test } from 'vitest';
import { expectRefused } from '../e2e/refusal.ts';
import { recipe, workspace, type Workspace } from '../e2e/workspace.ts';
import { answerOf } from './retort.ts';

/** Samples a batch of a network that holds 9 MB a layer and sample: more than any machine has. */
const enormous = 2 ** 22;

/** A first stage that is small and doesn't end, and a second one with wide images in batches of a size that is asked for. */
const inBatches = (samples: number): string => {
  const [head = '', tail = ''] = recipe().split('  - name: distil');
  const first = head
    .replace('length: 6 steps', 'length: 1000000 steps')
    .replace(
      'small: { network: { kind: mlp, hidden: [4] } }',
      'small: { network: { kind: sequence, layers: [{ layer: conv, filters: 65536, size: 3 }, { layer: activation, function: relu }, { layer: global-average-pool }, { layer: dense, units: 3 }] } }',
    );
  return `${first}  - name: distil${tail.replace('batch: 10', `batch: ${samples}`)}`;
};

const tooLarge = {
  exit: 6,
  code: 'out-of-memory-ahead',
  where: 'stage distil',
  next: /This would fit: `batch: \d+` in distil\. `--anyway` runs it all the same\.$/m,
};

/** What `retort plan` expects a recipe to take, in bytes. */
async function expectedBytes({ write, say }: Workspace, text: string): Promise<number> {
  await write('other.distill.yaml', text);
  const said = await say('plan', 'other.distill.yaml', '--json');
  expect(said.code, said.stderr).toBe(0);
  return (answerOf(said) as { estimate: { bytes: number } }).estimate.bytes;
}

describe('a run that would not fit in memory', () => {
  test('is refused before it has a folder, by its first line to its exit code', async () => {
    const it = await workspace(inBatches(enormous));
    const said = await it.say('run', 'small.distill.yaml');
    expectRefused(said, tooLarge);
    expect(said.stderr).toMatch(
      /The run is expected to take [\d.]+ \w+ of memory; [\d.]+ \w+ are available\./,
    );
    expect(await it.files()).not.toContain(expect.stringContaining('.retort/runs'));
  });

  test('is told the largest half of a half … of its batch that would fit', async () => {
    const it = await workspace(inBatches(enormous));
    const said = await it.say('run', 'small.distill.yaml', '--json');
    expect(said.code).toBe(6);
    const { error } = answerOf(said) as { error: { message: string; next: string } };
    const batch = Number(/`batch: (\d+)` in distil/.exec(error.next)?.[1]);
    expect(Math.log2(enormous / batch) % 1).toBe(0);
    // As the refusal said it: what is free a moment later is another number.
    const available = bytesOf(/([\d.]+) (\w+) are available/.exec(error.message) ?? []);
    expect(await expectedBytes(it, inBatches(batch))).toBeLessThanOrEqual(1.05 * available);
    expect(await expectedBytes(it, inBatches(2 * batch))).toBeGreaterThan(0.95 * available);
  });

  test('is planned all the same, with the refusal beside it', async () => {
    const it = await workspace(inBatches(enormous));
    const { code, stdout, stderr } = await it.say('plan', 'small.distill.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('distil');
    expect(stderr).toContain('error out-of-memory-ahead: ');
  });

  // What is too large comes after a first stage that never ends, so that the run takes little in all its time.
  test.skipIf(process.platform === 'win32')(
    'runs with --anyway, and is refused again when it is resumed without',
    async () => {
      const it = await workspace(inBatches(enormous));
      const run = it.begin('run', 'small.distill.yaml', '--anyway');
      await run.until('teach, student, loss');
      run.signal('SIGINT');
      const { code, stderr } = await run.ended;
      expect(code).toBe(4);
      expect(stderr).not.toContain('out-of-memory-ahead');

      expectRefused(await it.say('resume', 'last'), tooLarge);

      const resumed = it.begin('resume', 'last', '--anyway');
      await resumed.until(', loss');
      resumed.signal('SIGINT');
      expect((await resumed.ended).code).toBe(4);
    },
  );
});

/** `1.5 GB` as a number. */
function bytesOf([, value = '', unit = '']: readonly string[]): number {
  const power = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].indexOf(unit);
  expect(power).toBeGreaterThanOrEqual(0);
  return Number(value) * 1000 ** power;
}

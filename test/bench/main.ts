import { cpus } from 'node:os';
import { checking } from './checking.ts';
import { editor } from './editor/main.ts';
import { hostKills } from './editor/host-kills.ts';
import { input } from './input.ts';
import { kernels } from './kernels.ts';
import { languageFuzz } from './language/fuzz.ts';
import { language } from './language/main.ts';
import { memory } from './memory/main.ts';
import { panel } from './panel/main.ts';
import { profile } from './profile.ts';
import { read } from './read.ts';
import { kills } from './server/kills.ts';
import { latency } from './server/latency.ts';
import { serverMemory } from './server/memory.ts';
import { soak } from './soak.ts';
import { steps } from './steps.ts';

/** A measured figure. */
interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** `npm run -s bench [-- --json] [-- PART …]`: figures of this machine, never a verdict. Other words are the part's. */
const parts: Readonly<Record<string, (words: readonly string[]) => Promise<readonly Row[]>>> = {
  steps,
  input: () => input(),
  kernels,
  profile,
  memory,
  checking,
  read,
  panel: () => panel(),
  soak,
  latency: () => latency(),
  'server-memory': serverMemory,
  kills,
  editor: () => editor(),
  'host-kills': hostKills,
  language: () => language(),
  'language-fuzz': languageFuzz,
};

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const asked = words.filter((word) => Object.hasOwn(parts, word));
const rest = words.filter((word) => !asked.includes(word));
/** These take minutes: only when they are asked for. */
const long = [
  'profile',
  'memory',
  'soak',
  'server-memory',
  'kills',
  'editor',
  'host-kills',
  'language',
  'language-fuzz',
];
const chosen = Object.entries(parts).filter(([name]) =>
  asked.length === 0 ? !long.includes(name) : asked.includes(name),
);
const results: Record<string, readonly Row[]> = {};
for (const [name, measure] of chosen) results[name] = await measure(rest);

const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify({ machine, results })}\n`);
} else {
  process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n`);
  for (const [part, rows] of Object.entries(results)) {
    process.stdout.write(`\n${part}\n`);
    const width = Math.max(...rows.map(({ name }) => name.length));
    for (const { name, value, unit } of rows)
      process.stdout.write(`  ${name.padEnd(width)}  ${format(value).padStart(12)} ${unit}\n`);
  }
}

function format(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

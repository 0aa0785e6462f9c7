import { readFileSync, writeFileSync } from 'node:fs';
import { lossReference } from './docs/losses.ts';
import { problemReference } from './docs/problems.ts';
import { jsonSchema } from '../recipe/json-schema.ts';

/** Writes the references that are made from descriptors; `--check` only says whether they are as they should be. */
const pages = {
  'docs/losses.md': lossReference(),
  'docs/problems.md': problemReference(),
  'docs/recipe.schema.json': `${JSON.stringify(jsonSchema(), null, 1)}\n`,
};

let stale = 0;
for (const [path, expected] of Object.entries(pages)) {
  if (!process.argv.includes('--check')) writeFileSync(path, expected);
  else if (read(path) !== expected) {
    stale += 1;
    process.stderr.write(`${path} is not what the descriptors say. Run \`npm run docs\` and commit it.\n`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

import { RetortError } from '../protocol/failure.ts';
import { nodeFiles } from '../recipe/files.ts';
import { runGolden } from './golden/run.ts';
import { standing } from './standing.ts';

// `npm run -s golden -- FILE.json [--backend NAME]`: our losses against numbers of the field's reference code.
process.chdir(standing('golden'));

try {
  process.exitCode = await runGolden(process.argv.slice(2), {
    files: nodeFiles,
    print: (line) => process.stdout.write(`${line}\n`),
    threads: 1,
  });
} catch (error) {
  if (!(error instanceof RetortError)) throw error;
  process.stderr.write(`${error.message}\n${error.next}\n`);
  process.exitCode = 2;
}

import { RetortError } from '../../protocol/failure.ts';
import type { Files } from '../../distill/ports.ts';
import { findBackend } from '../../backends/index.ts';
import { parseCases, type GoldenCase } from './case.ts';
import { evaluateCase, type Outcome } from './evaluate.ts';
import { say } from '../../text/say.ts';

interface Arguments {
  readonly file: string;
  readonly backend: string;
}

function readArguments(words: readonly string[]): Arguments {
  const option = words.indexOf('--backend');
  const backend = option === -1 ? 'cpu' : words[option + 1];
  const rest = option === -1 ? words : words.filter((_, i) => i !== option && i !== option + 1);
  const [file] = rest;
  if (file === undefined || rest.length > 1 || file.startsWith('-') || backend === undefined)
    throw new RetortError({
      code: 'usage',
      message: say`The arguments "${words.join(' ')}" are not a file and, if wanted, a backend.`,
      next: say`Use: npm run -s golden -- FILE.json [--backend NAME]; without NAME it is cpu, the reference.`,
    });
  return { file, backend };
}

function lines(golden: GoldenCase, outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case 'passed':
      return [];
    case 'skipped':
      return [`skipped ${golden.id}: ${outcome.reason}`];
    case 'unsupported':
      return [
        `FAILED ${golden.id}: unsupported, ${outcome.reason}; expected ${JSON.stringify(golden.value ?? golden.raises)}`,
      ];
    case 'failed':
      return outcome.differences.map(
        ({ what, found, expected }) => `FAILED ${golden.id}: ${what} is ${found}, expected ${expected}`,
      );
  }
}

/**
 * Evaluates every case of a file and prints those that fail, are unsupported or are skipped; the last line is
 * `N passed, N failed, N skipped`. Returns the exit code: 1 when something failed. Throws RetortError on bad input.
 */
export async function runGolden(
  words: readonly string[],
  { files, print, threads }: { files: Files; print: (line: string) => void; threads: number },
): Promise<0 | 1> {
  const { file, backend } = readArguments(words);
  const descriptor = findBackend(backend);
  const cases = parseCases(new TextDecoder().decode(await files.read(file)), file);
  const compile = await descriptor.start({ threads, warn: print });
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const golden of cases) {
    const outcome = await evaluateCase(golden, compile);
    count[outcome.kind === 'unsupported' ? 'failed' : outcome.kind] += 1;
    for (const line of lines(golden, outcome)) print(line);
  }
  print(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return count.failed === 0 ? 0 : 1;
}

import { distance } from 'fastest-levenshtein';
import { RetortError } from '../protocol/failure.ts';
import { parseArguments } from './arguments.ts';
import { commands } from './commands/index.ts';
import { exitCodes, type ExitName } from './exit-codes.ts';
import { reportFailure } from './failures.ts';
import { explain, overview } from './help.ts';
import { languageOf } from '../text/language.ts';
import { say, speak } from '../text/say.ts';
import { manifest } from '../training/package-files.ts';
import { standing } from './standing.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Runs what the words after `retort` ask for. */
async function main(words: readonly string[]): Promise<ExitName> {
  const [first, ...rest] = words;
  await speak(languageOf(process.env));
  const terminal = openTerminal(words.includes('--json'));
  try {
    if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
      return await help(rest, terminal, first === undefined ? 'usage' : 'done');
    }
    if (first === '--version') return version(terminal);
    const entry = findCommand(first);
    const command = await entry.load();
    const given = parseArguments(command, rest);
    if (!given.given('help')) return await command.run(given, terminal);
    process.stdout.write(`${explain(command, entry.summary, terminal.paint.out)}\n`);
    return 'done';
  } catch (error) {
    return reportFailure(error, terminal);
  }
}

async function help(words: readonly string[], terminal: Terminal, exit: ExitName): Promise<ExitName> {
  const [wanted] = words.filter((word) => !word.startsWith('-'));
  const { out } = terminal.paint;
  if (wanted === undefined) {
    process.stdout.write(`${overview(commands, out)}\n`);
    return exit;
  }
  const entry = findCommand(wanted);
  process.stdout.write(`${explain(await entry.load(), entry.summary, out)}\n`);
  return 'done';
}

function findCommand(name: string) {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const [nearest] = commands
    .map((command) => command.name)
    .sort((a, b) => distance(name, a) - distance(name, b));
  throw new RetortError({
    code: 'wrong-usage',
    message: say`There is no command "${name}".`,
    next: say`Did you mean \`retort ${nearest ?? ''}\`? \`retort help\` lists all.`,
  });
}

function version(terminal: Terminal): ExitName {
  const { version: number } = manifest();
  terminal.answer({ version: number }, () => number);
  return 'done';
}

process.chdir(standing('retort'));

// `retort runs | head` closes the pipe early: nobody is left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done.code);
});

// A terminal that was closed takes no more words; the work must come to its good end all the same.
process.stderr.on('error', () => undefined);

// Not process.exit: what is still on its way into a pipe would be lost.
process.exitCode = exitCodes[await main(process.argv.slice(2))].code;

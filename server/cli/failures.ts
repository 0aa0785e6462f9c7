import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainFailure, RetortError } from '../protocol/failure.ts';
import type { Failure } from '../protocol/problem.ts';
import { exitOf, type ExitName } from './exit-codes.ts';
import { printable, type Paint } from './paint.ts';
import type { Terminal } from './terminal.ts';
import { say } from '../text/say.ts';

/** Code, message, place and what to do next. */
export function formatFailure({ code, message, where, next }: Failure, paint: Paint): string {
  // Messages often begin with the place themselves.
  const place = where === undefined || message.includes(where) ? [] : [`  at ${printable(where)}`];
  return [`${paint.red(say`error`)} ${paint.bold(code)}: ${printable(message)}`, ...place, `  ${next}`].join(
    '\n',
  );
}

/** Tells what went wrong, for people or as JSON, and gives the exit code. A bug's stack goes to a log file. */
export function reportFailure(error: unknown, terminal: Terminal): ExitName {
  const known = error instanceof RetortError;
  const failure = known ? plainFailure(error) : bug(error);
  if (terminal.json) terminal.answer({ error: failure }, () => '');
  else terminal.say(formatFailure(failure, terminal.paint.error));
  return known ? exitOf(failure.code) : 'bug';
}

function bug(error: unknown): Failure {
  const [message = ''] = String(error).split('\n');
  const log = join(tmpdir(), `retort-${Date.now()}-${process.pid}.log`);
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const words = `${process.argv.join(' ')}\nNode ${process.version} on ${process.platform} ${process.arch}\n${details}\n`;
  try {
    writeFileSync(log, words, { mode: 0o600 });
    return {
      code: 'bug',
      message,
      where: log,
      next: say`This is a defect in Retort; please report it with that file.`,
    };
  } catch {
    return {
      code: 'bug',
      message,
      next: `${say`This is a defect in Retort; please report it with these lines.`}\n${details}`,
    };
  }
}

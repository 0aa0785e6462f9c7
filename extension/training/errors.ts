import { window, type LogOutputChannel } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { Explanations } from '../explain/explain.ts';
import { withoutLinks } from '../text/plain.ts';
import { text } from '../text/index.ts';

/** Runs what a person asked for and shows its failure. Resolves in any case. */
export type WithErrors = (work: () => void | Promise<void>) => Promise<void>;

/** `cancelled` is what somebody wanted and is not shown. */
export const isCancelled = (error: unknown): boolean =>
  error instanceof RetortError && error.code === 'cancelled';

/** Failures become a message with what to do next; bugs leave their stack in the log. */
export function withErrors(log: LogOutputChannel, explanations: Explanations): WithErrors {
  return async (work) => {
    try {
      await work();
    } catch (error) {
      if (!isCancelled(error)) await show(error, log, explanations);
    }
  };
}

async function show(error: unknown, log: LogOutputChannel, explanations: Explanations): Promise<void> {
  logFailure(error, log);
  const { showLog, explain } = text.errors;
  const code = error instanceof RetortError && (await explanations.has(error.code)) ? error.code : null;
  const offered = code === null ? [showLog] : [explain, showLog];
  const choice = await window.showErrorMessage(withoutLinks(sentence(error)), ...offered);
  if (choice === showLog) log.show();
  else if (choice !== undefined && code !== null) await explanations.show(code);
}

/** Writes a failure to the log: its words, and for a bug the stack. */
export function logFailure(error: unknown, log: LogOutputChannel): void {
  if (error instanceof RetortError)
    log.error(`${error.code}: ${sentence(error)}${error.where ? ` (${error.where})` : ''}`);
  else log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** A failure in one sentence for people, and the next with what to do. */
export function sentence(error: unknown): string {
  if (error instanceof RetortError) return `${error.message} ${error.next}`;
  return text.errors.unexpected(error instanceof Error ? error.message : String(error));
}

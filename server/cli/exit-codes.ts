/** What the program's exit code says, by the name that commands return. Documented in `retort help`. */
export const exitCodes = {
  done: { code: 0, meaning: 'done' },
  problems: { code: 1, meaning: 'the recipe has errors, or a check did not pass' },
  usage: { code: 2, meaning: 'wrong usage' },
  failed: { code: 3, meaning: 'the run failed' },
  stopped: { code: 4, meaning: 'the run was stopped; `retort resume` continues it' },
  locked: { code: 5, meaning: 'another process works on the run' },
  refused: { code: 6, meaning: 'a file, run or backend is missing, unreadable or not what is needed' },
  bug: { code: 70, meaning: 'a defect in Retort; the message names a log file' },
  killed: { code: 130, meaning: 'ended at once by a second Ctrl-C' },
} as const;

export type ExitName = keyof typeof exitCodes;

/** Exit code of a failure that nobody handled nearer to its cause. */
export function exitOf(failureCode: string): ExitName {
  switch (failureCode) {
    case 'wrong-usage':
      return 'usage';
    case 'run-locked':
      return 'locked';
    case 'worker-died':
      return 'failed';
    case 'internal-error':
      return 'bug';
    default:
      return 'refused';
  }
}

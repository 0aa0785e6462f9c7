import type { RunState } from '../protocol/run.ts';
import { say } from '../text/say.ts';

/** A run's state in the language of the process; `interrupted` is what a dead lock makes of a running one. */
export const stateWord = (state: RunState | 'interrupted'): string =>
  ({
    queued: say`queued`,
    running: say`running`,
    stopping: say`stopping`,
    stopped: say`stopped`,
    finished: say`finished`,
    failed: say`failed`,
    interrupted: say`interrupted`,
  })[state];

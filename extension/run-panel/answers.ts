import { commands, type Uri } from 'vscode';
import type { PanelMethod, PanelRequests } from '../../server/protocol/panel.ts';
import type { Explanations } from '../explain/explain.ts';
import type { Training } from '../training/connection.ts';
import { act } from './actions.ts';
import { save } from './save.ts';

/** How each request of a panel is answered for the run that it shows. */
export type Answers = {
  readonly [M in PanelMethod]: (
    params: PanelRequests[M][0],
    signal: AbortSignal,
  ) => Promise<PanelRequests[M][1]>;
};

export interface AnswerParts {
  readonly training: Training;
  /** Proposed for files that are saved. */
  readonly folder: () => Uri;
  readonly explained: Explanations;
}

export function answersFor(run: string, { training, folder, explained }: AnswerParts): Answers {
  return {
    describe: (_, signal) => training.request('describe', { run }, signal),
    evaluations: ({ from }, signal) => training.request('evaluations', { run, from }, signal),
    read: (range, signal) => training.request('read', { ...range, run }, signal),
    events: (_, signal) => training.request('events', { run }, signal),
    disagreements: (_, signal) => training.request('disagreements', { run }, signal),
    log: ({ from }, signal) => training.request('log', { run, from }, signal),
    report: (_, signal) => training.request('report', { run }, signal),
    async act({ action }) {
      await act(action, run, { training, explained });
      return null;
    },
    async save(chart) {
      const saved = await save(chart, folder());
      // The walkthrough's last step.
      if (saved !== null) void commands.executeCommand('setContext', 'retort.chartSaved', true);
      return saved;
    },
  };
}

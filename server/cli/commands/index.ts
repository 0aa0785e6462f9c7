import type { Command } from '../command.ts';

/** A command as the overview names it; the rest is loaded when it is asked for, so that help answers at once. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'train what a recipe says and report whether distillation helped',
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'check',
    summary: 'look for problems in a recipe, its data and its checkpoints',
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'plan',
    summary: 'show all that a run of a recipe would do, with sizes and estimates',
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'resume',
    summary: 'go on with a run that was stopped or interrupted',
    load: async () => (await import('./resume.ts')).resume,
  },
  {
    name: 'stop',
    summary: 'stop a run at its next step, with a checkpoint',
    load: async () => (await import('./stop.ts')).stop,
  },
  {
    name: 'runs',
    summary: 'list the runs, the newest first',
    load: async () => (await import('./runs.ts')).runs,
  },
  {
    name: 'report',
    summary: 'show the figures of a run and where its page is',
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'evaluate',
    summary: 'score a checkpoint on a data set of a recipe',
    load: async () => (await import('./evaluate.ts')).evaluate,
  },
  {
    name: 'export',
    summary: 'write a trained model for other programs',
    load: async () => (await import('./export.ts')).exportRun,
  },
  {
    name: 'init',
    summary: 'write a recipe to begin with',
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'backends',
    summary: 'list what can compute here',
    load: async () => (await import('./backends.ts')).backends,
  },
  {
    name: 'language-server',
    summary: 'serve an editor: problems, completion, explanations of a recipe while it is written',
    load: async () => (await import('./language-server.ts')).languageServer,
  },
  {
    name: 'self-test',
    summary: 'check that every loss term of a recipe is at its floor when student equals teacher',
    load: async () => (await import('./self-test.ts')).selfTest,
  },
];

import { commands, env, Uri, window, type ExtensionContext, type TreeView } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { RunSummary } from '../../server/protocol/training.ts';
import { text } from '../text/index.ts';
import { oneLine, withoutLinks } from '../text/plain.ts';
import type { Training } from '../training/connection.ts';
import type { WithErrors } from '../training/errors.ts';
import { isActive, isResumable, isStoppable } from './item.ts';
import type { RunList } from './list.ts';
import { runsMeant, type RunVerb } from './meant.ts';
import { reveal } from './reveal.ts';
import { tagsOf } from './tags.ts';

export interface RunCommands {
  readonly training: Training;
  readonly list: RunList;
  readonly view: TreeView<string>;
  readonly guard: WithErrors;
  readonly open: (run: string) => Promise<void>;
}

const always = (): boolean => true;

/** The commands of the view *Runs*; each also works from the palette, where it asks which run. */
export function registerRunCommands(context: ExtensionContext, parts: RunCommands): void {
  const { training, list, view, guard, open } = parts;

  type Work = (runs: readonly RunSummary[]) => Promise<void>;
  const command = (
    id: string,
    verb: RunVerb,
    [fits, many]: readonly [typeof isActive, boolean],
    work: Work,
  ) =>
    commands.registerCommand(id, (...args: unknown[]) =>
      guard(async () => {
        const runs = await runsMeant(args, { list, view, verb, fits }, many);
        if (runs.length > 0) await work(runs);
      }),
    );
  const each = (work: (run: RunSummary) => unknown): Work => {
    return async (runs) => {
      for (const run of runs) await work(run);
    };
  };

  context.subscriptions.push(
    command(
      'retort.openRun',
      'open',
      [always, false],
      each(({ run }) => open(run)),
    ),
    command(
      'retort.stopRun',
      'stop',
      [isStoppable, true],
      each(({ run }) => stopRun(training, run)),
    ),
    command(
      'retort.resumeRun',
      'resume',
      [isResumable, true],
      each((run) => resumeRun(training, run.run)),
    ),
    command(
      'retort.annotateRun',
      'annotate',
      [always, false],
      each((run) => annotate(training, run)),
    ),
    command(
      'retort.revealRun',
      'reveal',
      [always, false],
      each(({ run }) => reveal(Uri.file(run))),
    ),
    command('retort.copyRunPath', 'copy', [always, true], (runs) =>
      Promise.resolve(env.clipboard.writeText(runs.map(({ run }) => run).join('\n'))),
    ),
    command('retort.deleteRuns', 'delete', [(run) => !isActive(run), true], async (runs) => {
      if (await deleteRuns(training, runs)) await list.refresh();
    }),
    commands.registerCommand('retort.refreshRuns', () => guard(() => list.refresh())),
  );
}

/** Asks for a stop after a checkpoint; the state shows that it happens. */
export async function stopRun(training: Training, run: string): Promise<void> {
  await training.request('stop', { run });
  // A step of the walkthrough, whichever button it was.
  void commands.executeCommand('setContext', 'retort.runStopped', true);
}

/** Queues a run again, and asks first where that takes a person's word. */
export async function resumeRun(training: Training, run: string): Promise<void> {
  await orAnyway(
    () => training.request('resume', { run }),
    () => training.request('resume', { run, anyway: true, takeOver: true }),
  );
}

/** Codes of refusals that a person may overrule, with the words for it. */
const overruled: Readonly<Record<string, string>> = {
  'out-of-memory-ahead': text.runs.anyway,
  'run-locked': text.runs.takeOver,
};

/** Does it, or does it anyway where it was refused for a reason that a person waves aside. */
export async function orAnyway<T>(work: () => Promise<T>, anyway: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const words = error instanceof RetortError ? overruled[error.code] : undefined;
    if (words === undefined || !(error instanceof RetortError)) throw error;
    const message = withoutLinks(`${error.message} ${error.next}`);
    const choice = await window.showWarningMessage(message, { modal: true }, words);
    if (choice === undefined)
      throw new RetortError({ code: 'cancelled', message: error.message, next: error.next });
    return anyway();
  }
}

async function annotate(training: Training, { run, name, note, tags }: RunSummary): Promise<void> {
  const ask = (title: string, prompt: string, value: string) =>
    window.showInputBox({ title: oneLine(title), prompt, value });
  const newNote = await ask(text.runs.noteTitle(name), text.runs.notePrompt, note);
  if (newNote === undefined) return;
  const newTags = await ask(text.runs.tagsTitle(name), text.runs.tagsPrompt, tags.join(', '));
  await training.request('annotate', {
    run,
    note: newNote.trim(),
    tags: newTags === undefined ? tags : tagsOf(newTags),
  });
}

async function deleteRuns(training: Training, runs: readonly RunSummary[]): Promise<boolean> {
  const idle = runs.filter((run) => !isActive(run));
  const busy = runs.length - idle.length;
  if (busy > 0) void window.showInformationMessage(text.runs.deleteAtWork(busy));
  if (idle.length === 0) return false;
  const names = idle.map(({ name, id }) => `${oneLine(name)} (${id})`);
  const { deleteQuestion, deleteDetail, delete: yes } = text.runs;
  const detail = deleteDetail(names.slice(0, 20).concat(names.length > 20 ? ['…'] : []));
  const choice = await window.showWarningMessage(deleteQuestion(names), { modal: true, detail }, yes);
  if (choice !== yes) return false;
  await training.request('remove', { runs: idle.map(({ run }) => run) });
  return true;
}

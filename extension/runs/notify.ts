import { window, type LogOutputChannel } from 'vscode';
import type { RunSummary } from '../../server/protocol/training.ts';
import type { Explanations } from '../explain/explain.ts';
import { readSettings } from '../settings/read.ts';
import { text } from '../text/index.ts';
import { withoutLinks } from '../text/plain.ts';
import type { WithErrors } from '../training/errors.ts';
import { metricWords } from './item.ts';
import type { RunList } from './list.ts';
import { ended } from './news.ts';

export interface Telling {
  readonly guard: WithErrors;
  readonly open: (run: string) => Promise<void>;
  readonly explained: Explanations;
  readonly log: LogOutputChannel;
}

/** Tells when a run fails, and when one is finished if that is asked for. */
export function tellEnds(list: RunList, telling: Telling): { dispose(): unknown } {
  return list.onChanged(({ before }) => {
    for (const run of ended(before, list.runs)) void telling.guard(() => tell(run, telling));
  });
}

async function tell(run: RunSummary, telling: Telling): Promise<void> {
  if (run.state === 'failed') return tellFailure(run, telling);
  if (!readSettings().notifyOnCompletion) return;
  const { finished, open } = text.runs;
  const words = withoutLinks(finished(run.name, metricWords(run)));
  if ((await window.showInformationMessage(words, open)) !== undefined) await telling.open(run.run);
}

async function tellFailure(
  { run, name, failure }: RunSummary,
  { open, explained, log }: Telling,
): Promise<void> {
  const { runs, errors } = text;
  const why = failure === null ? '' : `${failure.message} ${failure.next}`;
  const code = failure !== null && (await explained.has(failure.code)) ? failure.code : null;
  const offered = code === null ? [] : [errors.explain];
  const choice = await window.showErrorMessage(
    withoutLinks(runs.failed(name, why)),
    runs.open,
    ...offered,
    errors.showLog,
  );
  if (choice === runs.open) await open(run);
  else if (choice === errors.showLog) log.show();
  else if (choice !== undefined && code !== null) await explained.show(code);
}

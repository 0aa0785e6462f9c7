import { window } from 'vscode';
import type { RunSummary } from '../../server/protocol/training.ts';
import { readSettings } from '../settings/read.ts';
import { text } from '../text/index.ts';
import { withoutLinks } from '../text/plain.ts';
import { metricWords } from './item.ts';
import type { RunList } from './list.ts';
import { ended } from './news.ts';

/** Tells when a run fails, and when one is finished if that is asked for. */
export function tellEnds(list: RunList, open: (run: string) => Promise<void>): { dispose(): unknown } {
  return list.onChanged(({ before }) => {
    for (const run of ended(before, list.runs)) void tell(run, open);
  });
}

async function tell(run: RunSummary, open: (run: string) => Promise<void>): Promise<void> {
  const { runs } = text;
  const why = run.failure === null ? '' : `${run.failure.message} ${run.failure.next}`;
  const choice =
    run.state === 'failed'
      ? await window.showErrorMessage(withoutLinks(runs.failed(run.name, why)), runs.open)
      : readSettings().notifyOnCompletion
        ? await window.showInformationMessage(
            withoutLinks(runs.finished(run.name, metricWords(run))),
            runs.open,
          )
        : undefined;
  if (choice !== undefined) await open(run.run);
}

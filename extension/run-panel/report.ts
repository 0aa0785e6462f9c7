import { readFile } from 'node:fs/promises';
import { ViewColumn, window } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import { reportPage } from './html.ts';
import { text } from '../text/index.ts';
import { oneLine } from '../text/plain.ts';
import type { Training } from '../training/connection.ts';

/** Shows a run's report page, beside the panel. */
export async function showReport(run: string, training: Training): Promise<void> {
  const found = await training.request('report', { run });
  if (found === null) {
    const { noReport: message, noReportNext: next } = text.panel;
    throw new RetortError({ code: 'no-report', message, next });
  }
  const page = await readFile(found.page, 'utf8');
  const title = text.panel.reportTitle(oneLine(found.report.name));
  const panel = window.createWebviewPanel('retort.report', title, ViewColumn.Beside, {
    enableScripts: false,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [],
    enableFindWidget: true,
  });
  panel.webview.html = reportPage(page);
}

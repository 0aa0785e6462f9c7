import { createHash } from 'node:crypto';
import type { Plan } from '../../distill/plan.ts';
import type { Report } from '../../protocol/report.ts';
import type { RunFile } from '../../protocol/run.ts';
import { say } from '../../text/say.ts';
import type { StageFigures } from '../figures.ts';
import { comparison } from './comparison.ts';
import { html, Markup } from './markup.ts';
import { opening } from './opening.ts';
import { resultTable } from './result-table.ts';
import { sizeTable } from './size-table.ts';
import { stageCharts } from './stage-charts.ts';
import { style } from './style.ts';

export interface PageContent {
  readonly report: Report;
  readonly plan: Plan;
  readonly file: RunFile;
  readonly recipe: string;
  readonly figures: readonly StageFigures[];
}

/** Nothing may load or run; the one style is known by its hash. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The report as one page that needs nothing else: no script, no network, no font, and a policy that forbids them. It
 * is in the language of the process that writes it.
 */
export function page(content: PageContent): string {
  const { report, plan, recipe, figures } = content;
  const results = report.stages.filter(({ teachers }) => teachers.length > 0);
  const head = new Markup(
    [
      '<!doctype html>',
      // The language of the texts is one of them: it can't be another than theirs.
      `<html lang="${say`en`}">`,
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="referrer" content="no-referrer">',
      `<style>${style}</style>`,
    ].join('\n'),
  );
  return html`${head}
    <title>${say`${report.name} – Retort report`}</title>
    ${opening(content)}
    <main>
      ${results.map((stage) => resultTable(stage, report))}
      ${figures.map((stage) => stageCharts(stage, plan))}
      <h2>${say`Sizes and speed`}</h2>
      ${sizeTable(report, content.file)}
      <h2>${say`What was compared`}</h2>
      ${comparison(plan, report)}
      <h2>${say`Recipe`}</h2>
      <div class="card">
        <details open>
          <summary>${say`The recipe as it was run`}</summary>
          <pre tabindex="0"><code>${recipe}</code></pre>
        </details>
      </div>
    </main>
    <footer>
      <p>
        ${say`Made by Retort from plan.json, recipe.distill.yaml and the tables under attempts/ beside this page.`}
      </p>
    </footer>`.text;
}

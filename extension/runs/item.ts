import type { RunSummary } from '../../server/protocol/training.ts';
import type { Text } from '../text/en.ts';
import { fact, oneLine } from '../text/plain.ts';
import { duration, moment } from '../text/quantities.ts';
import { metricValue, percent } from '../../server/protocol/quantities.ts';

/** A run as a line of the list, without the editor's types. */
export interface RunItem {
  readonly label: string;
  readonly description: string;
  readonly icon: { readonly id: string; readonly color?: string };
  /** Words that menus ask for: the state, and `stoppable`, `resumable`, `deletable`. */
  readonly context: string;
  /** For the tooltip, in order. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

const icons: Record<RunSummary['state'], RunItem['icon']> = {
  queued: { id: 'clock' },
  running: { id: 'sync~spin', color: 'charts.blue' },
  stopping: { id: 'sync~spin' },
  stopped: { id: 'debug-stop' },
  finished: { id: 'pass', color: 'charts.green' },
  failed: { id: 'error', color: 'charts.red' },
  interrupted: { id: 'warning', color: 'charts.yellow' },
  damaged: { id: 'file-broken', color: 'charts.red' },
};

export const isAtWork = ({ state }: RunSummary): boolean => state === 'running' || state === 'stopping';
export const isActive = (run: RunSummary): boolean => isAtWork(run) || run.state === 'queued';
export const isStoppable = ({ state }: RunSummary): boolean => state === 'running' || state === 'queued';
export const isResumable = ({ state }: RunSummary): boolean =>
  state === 'stopped' || state === 'failed' || state === 'interrupted';

/** From 0 to 1. */
export const share = ({ progress: { step, steps } }: RunSummary): number =>
  steps === 0 ? 0 : Math.min(1, step / steps);

/** A run as the list shows it; `folder` is its folder's name where several are open. */
export function runItem(run: RunSummary, text: Text, folder: string | null): RunItem {
  const words = [
    run.state,
    ...(isStoppable(run) ? ['stoppable'] : []),
    ...(isResumable(run) ? ['resumable'] : []),
    ...(isActive(run) ? [] : ['deletable']),
  ];
  const parts = [
    stateWords(run, text),
    // Early: a narrow side bar cuts the rest off.
    folder ?? '',
    metricWords(run),
    run.elapsedMs === null ? '' : duration(run.elapsedMs, text.time),
    // Runs of one recipe differ in nothing else that is seen at once.
    moment(run.createdAt, text.time.locale),
    ...run.tags.map((tag) => `#${tag}`),
  ];
  return {
    label: oneLine(run.name),
    description: oneLine(parts.filter((part) => part !== '').join(' · ')),
    icon: icons[run.state],
    context: words.join(' '),
    facts: facts(run, text).map(([name, value]) => [name, fact(value)] as const),
  };
}

function stateWords(run: RunSummary, { runs }: Text): string {
  if (isAtWork(run))
    return `${run.state === 'stopping' ? `${runs.states.stopping} ` : ''}${percent(share(run))}`;
  if (run.state === 'queued' && run.queuePosition !== null) return runs.queuedAt(run.queuePosition);
  return runs.states[run.state];
}

/** The student's metric, or an empty text; the figure first: a narrow side bar cuts the rest off. */
export const metricWords = ({ metric }: RunSummary): string =>
  metric === null ? '' : `${metricValue(metric.name, metric.student)} ${metric.name}`;

function facts(run: RunSummary, text: Text): [string, string][] {
  const { metric, progress, failure } = run;
  const names = text.runs.facts;
  const score = (name: string, value: number | null | undefined): [string, string][] =>
    metric === null || value === null || value === undefined ? [] : [[name, metricValue(metric.name, value)]];
  const time = (name: string, ms: number | null): [string, string][] =>
    ms === null ? [] : [[name, duration(ms, text.time)]];
  return [
    [names.state, stateWords(run, text)],
    ...(isAtWork(run) ? ([[names.doing, progress.activity]] as [string, string][]) : []),
    ...score(names.student(metric?.name ?? ''), metric?.student),
    ...score(names.baseline(metric?.name ?? ''), metric?.baseline),
    ...score(names.teacher(metric?.name ?? ''), metric?.teacher),
    ...(run.loss === null ? [] : ([[names.loss, run.loss.toPrecision(4)]] as [string, string][])),
    ...time(names.elapsed, run.elapsedMs),
    ...(isAtWork(run) ? time(names.left, run.leftMs) : []),
    ...(run.backend === '' ? [] : ([[names.backend, run.backend]] as [string, string][])),
    [names.recipe, run.recipe],
    [names.started, moment(run.createdAt, text.time.locale)],
    ...(failure === null
      ? []
      : ([[names.failure, `${failure.message} ${failure.next}`]] as [string, string][])),
    ...(run.note === '' ? [] : ([[names.note, run.note]] as [string, string][])),
    ...(run.tags.length === 0 ? [] : ([[names.tags, run.tags.join(', ')]] as [string, string][])),
  ];
}

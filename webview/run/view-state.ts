import type { Interval } from '../charts/interval.ts';

export const tabNames = ['training', 'layers', 'samples', 'log', 'report'] as const;
export const termKinds = ['weighted', 'raw', 'share'] as const;
export const xUnits = ['step', 'epoch', 'time'] as const;
export const measures = ['cka', 'cosine', 'relativeError'] as const;

export type Tab = (typeof tabNames)[number];
export type TermKind = (typeof termKinds)[number];
export type XUnit = (typeof xUnits)[number];
export type Measure = (typeof measures)[number];

/** How a person looks at a run. Never data. */
export interface ViewState {
  readonly tab: Tab;
  /** A training by its name; null: the newest. */
  readonly job: string | null;
  readonly kind: TermKind;
  readonly smoothing: number;
  readonly x: XUnit;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Steps of the training that are seen; null: all, and what comes. */
  readonly zoom: Interval | null;
  readonly hidden: readonly string[];
  /** Charts that are shown as tables. */
  readonly tables: readonly string[];
  readonly measure: Measure;
}

export const initialView: ViewState = {
  tab: 'training',
  job: null,
  kind: 'weighted',
  smoothing: 0.6,
  x: 'step',
  logX: false,
  logY: false,
  zoom: null,
  hidden: [],
  tables: [],
  measure: 'cka',
};

export const mostSmoothing = 0.99;

/** What was kept, as far as it still means something; the rest is as at first. */
export function restoreView(kept: unknown): ViewState {
  const of = (name: string): unknown =>
    typeof kept === 'object' && kept !== null && name in kept
      ? (kept as Record<string, unknown>)[name]
      : undefined;
  const oneOf = <T extends string>(name: string, known: readonly T[], otherwise: T): T =>
    known.find((each) => each === of(name)) ?? otherwise;
  const flag = (name: 'logX' | 'logY'): boolean => of(name) === true;
  const smoothing = of('smoothing');
  const job = of('job');
  return {
    tab: oneOf('tab', tabNames, initialView.tab),
    job: typeof job === 'string' ? job : null,
    kind: oneOf('kind', termKinds, initialView.kind),
    smoothing:
      typeof smoothing === 'number' && smoothing >= 0 && smoothing <= mostSmoothing
        ? smoothing
        : initialView.smoothing,
    x: oneOf('x', xUnits, initialView.x),
    logX: flag('logX'),
    logY: flag('logY'),
    zoom: intervalOf(of('zoom')),
    hidden: textsOf(of('hidden')),
    tables: textsOf(of('tables')),
    measure: oneOf('measure', measures, initialView.measure),
  };
}

function intervalOf(value: unknown): Interval | null {
  if (typeof value !== 'object' || value === null || !('from' in value) || !('to' in value)) return null;
  const { from, to } = value;
  return typeof from === 'number' && typeof to === 'number' && from < to ? { from, to } : null;
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

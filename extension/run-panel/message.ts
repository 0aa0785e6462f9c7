import type {
  ChartFile,
  FromPanel,
  PanelAction,
  PanelMethod,
  PanelRequests,
  PanelState,
} from '../../server/protocol/panel.ts';
import type { TableName } from '../../server/protocol/run.ts';

/**
 * Reads what a page sends. A page shows what recipes and models say, so it is not trusted: whatever is not exactly of
 * the form in server/protocol/panel.ts is nothing. What is given back holds nothing else than the form names.
 */

const tables: readonly TableName[] = ['train', 'diagnostics', 'evaluation', 'measured'];
const actions: readonly PanelAction[] = [
  'stop',
  'resume',
  'open-recipe',
  'open-report',
  'show-log',
  'reveal-folder',
  'explain',
];
const formats: readonly ChartFile['format'][] = ['png', 'svg', 'csv'];

const mostPoints = 20_000;
const mostColumns = 1000;
const longestName = 500;
const mostBytes = 64 * 1024 * 1024;

type Readers = { readonly [M in PanelMethod]: (params: unknown) => PanelRequests[M][0] | undefined };

const nothing = (params: unknown): null | undefined => (params === null ? null : undefined);

const readers: Readers = {
  describe: nothing,
  events: nothing,
  disagreements: nothing,
  report: nothing,
  read(params) {
    if (!isRecord(params)) return undefined;
    const { table, columns, from, to, points } = params;
    if (!oneOf(tables, table) || !isCount(points) || points < 1 || points > mostPoints) return undefined;
    if (!Array.isArray(columns) || columns.length > mostColumns || !columns.every(isName)) return undefined;
    if (!isStep(from) || !isStep(to)) return undefined;
    return {
      table,
      columns,
      points,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
  },
  evaluations(params) {
    return isRecord(params) && isCount(params.from) ? { from: params.from } : undefined;
  },
  log(params) {
    if (!isRecord(params)) return undefined;
    const { from } = params;
    return from === null || isCount(from) ? { from } : undefined;
  },
  act(params) {
    return isRecord(params) && oneOf(actions, params.action) ? { action: params.action } : undefined;
  },
  save(params) {
    if (!isRecord(params)) return undefined;
    const { name, format, content } = params;
    if (!isName(name) || !oneOf(formats, format)) return undefined;
    const text = typeof content === 'string' && format !== 'png' && content.length <= mostBytes;
    const bytes = content instanceof ArrayBuffer && format === 'png' && content.byteLength <= mostBytes;
    return text || bytes ? { name, format, content } : undefined;
  },
};

/** The message, or null where it is not one. */
export function readMessage(message: unknown): FromPanel | null {
  if (!isRecord(message)) return null;
  const { type, id, method, params } = message;
  if (!isCount(id)) return null;
  if (type === 'cancel') return { type, id };
  if (type !== 'request' || typeof method !== 'string' || !Object.hasOwn(readers, method)) return null;
  return request(id, method as PanelMethod, params);
}

function request(id: number, method: PanelMethod, given: unknown): FromPanel | null {
  const params = readers[method](given);
  // The reader of a method gives the parameters of that method.
  return params === undefined ? null : ({ type: 'request', id, method, params } as FromPanel);
}

/** The state that the editor kept for a panel, or null where it is not one. */
export function readState(state: unknown): Pick<PanelState, 'run'> | null {
  return isRecord(state) && typeof state.run === 'string' ? { run: state.run } : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isStep = (value: unknown): value is number | undefined => value === undefined || isCount(value);

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= longestName;

const oneOf = <T extends string>(values: readonly T[], value: unknown): value is T =>
  typeof value === 'string' && (values as readonly string[]).includes(value);

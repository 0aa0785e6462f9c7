import type { TableName, Tables } from '../../server/protocol/run.ts';
import type { StageDescription, TermDescription } from '../../server/protocol/training.ts';
import type { TermKind } from './view-state.ts';

/** A line of the loss chart: a term of the stage, or the sum of all. */
export interface LossColumn {
  /** Of the line, the same for every kind of value. */
  readonly id: string;
  readonly column: string;
  /** Null: the sum. */
  readonly term: TermDescription | null;
}

const suffixes = { raw: 'raw', weighted: 'weighted', share: 'gradientShare' } as const;

export const lossTable = (kind: TermKind): TableName => (kind === 'share' ? 'diagnostics' : 'train');

/** Columns of a stage's terms in one table; the sum too where values are weighted and there are several. */
export function lossColumns(stage: StageDescription, tables: Tables, kind: TermKind): readonly LossColumn[] {
  const known = new Set(tables[lossTable(kind)].map(({ name }) => name));
  const terms = stage.terms.flatMap((term): readonly LossColumn[] => {
    const column = [`${term.id}.${suffixes[kind]}`, `${stage.name}/${term.id}.${suffixes[kind]}`].find(
      (name) => known.has(name),
    );
    return column === undefined ? [] : [{ id: term.id, column, term }];
  });
  return kind === 'weighted' && terms.length > 1 ? [...terms, { id: '', column: 'loss', term: null }] : terms;
}

/** Without the stage, which the panel says already. */
export const termName = (stage: StageDescription, { id }: TermDescription): string =>
  id.startsWith(`${stage.name}/`) ? id.slice(stage.name.length + 1) : id;

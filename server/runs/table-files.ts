import type { TableName } from '../protocol/run.ts';

export const tableNames = ['train', 'diagnostics', 'evaluation', 'measured'] as const satisfies TableName[];

export const tableFile = (name: TableName): string => `${name}.tbl`;

/** A level of a table's pyramid, by the rows that one bucket stands for. */
export const levelFile = (name: TableName, size: number): string => `${name}.${size}.tbl`;

import type { Table } from '../say.ts';

/** language */
export const language: Table = {};

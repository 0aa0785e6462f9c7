import type { Table } from '../say.ts';

/** cli */
export const cli: Table = {};

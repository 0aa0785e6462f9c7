import type { Table } from './say.ts';

/** 服务器各进程文本的简体中文。 */
export const zhCn: Table = {};

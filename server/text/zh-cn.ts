import type { Table } from './say.ts';
import { ahead } from './zh-cn/ahead.ts';
import { backends } from './zh-cn/backends.ts';
import { cli } from './zh-cn/cli.ts';
import { codes } from './zh-cn/codes.ts';
import { distill } from './zh-cn/distill.ts';
import { language } from './zh-cn/language.ts';
import { layers } from './zh-cn/layers.ts';
import { methods } from './zh-cn/methods.ts';
import { planTable } from './zh-cn/plan-table.ts';
import { planned } from './zh-cn/planned.ts';
import { recipe } from './zh-cn/recipe.ts';
import { runs } from './zh-cn/runs.ts';
import { schema } from './zh-cn/schema.ts';
import { things } from './zh-cn/things.ts';
import { training } from './zh-cn/training.ts';

/** 服务器各进程所说内容的简体中文，按说它的房间分文件。 */
export const zhCn: Table = {
  ...things,
  ...backends,
  ...distill,
  ...recipe,
  ...ahead,
  ...planTable,
  ...runs,
  ...training,
  ...language,
  ...cli,
  ...codes,
  ...planned,
  ...schema,
  ...methods,
  ...layers,
};

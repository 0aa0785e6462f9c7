import type { Table } from '../say.ts';

/** 配方中有名称的东西。 */
export const things: Table = {
  model: '模型',
  'data set': '数据集',
  stage: '阶段',
  term: '项',
  tap: '中间输出',
  target: '训练目标',
  field: '字段',
  input: '输入',
  head: '输出头',
  path: '路径',
  loss: '损失',
  projection: '投影',
  network: '网络',
  optimizer: '优化器',
  source: '数据源',
};

import type { Table } from '../say.ts';
import { report } from './report.ts';

/** 运行目录。 */
export const runs: Table = {
  ...report,
  'Process {0} is working on run {1}.': '进程 {0} 正在处理运行 {1}。',
  'Wait until it ends, or stop it with `retort stop`.': '请等待它结束，或用 `retort stop` 停止它。',
  'Process {0} on {1} has run {2}; from here nobody can tell whether it still works on it, so it is taken to.':
    '{1} 上的进程 {0} 持有运行 {2}；从这里无法得知它是否仍在工作，因此视为仍在工作。',
  "If it doesn't any more, resume with --take-over.": '如果它已不再工作，请用 --take-over 继续。',
  'The checkpoint of step {0} is damaged: {1}.': '第 {0} 步的检查点已损坏：{1}。',
  'Resume goes on from the one before it; delete the folder when it is no longer of interest.':
    '“继续”会从它之前的检查点开始；不再需要时请删除该文件夹。',
  'hashes.json is missing or torn': 'hashes.json 缺失或不完整',
  'cursor.json is not what was written': 'cursor.json 与写入时不同',
  '{0} is not what was written': '{0} 与写入时不同',
  'a file is missing': '缺少一个文件',
  'There is no run in {0} yet.': '{0} 中还没有运行。',
  'No run of {0} in {1} begins with "{2}".': '{1} 的 {0} 个运行中，没有以“{2}”开头的。',
  'List the runs with `retort runs`; name one by its id, the beginning of it, or `last`.':
    '可用 `retort runs` 列出运行；请用其 id、id 的开头或 `last` 指定。',
  '"{0}" is the beginning of {1} runs, {2} and {3} among them.':
    '有 {1} 个运行以“{0}”开头，其中有 {2} 和 {3}。',
  'Give more of the id.': '请写出更长的 id。',
  'There is already a run {0}.': '运行 {0} 已存在。',
  'Start again.': '请重新启动。',
  'No space is left to write {0} ({1}).': '没有剩余空间可写入 {0}（{1}）。',
  'Free some space and try again; a run that is resumed goes on from its last checkpoint.':
    '请腾出一些空间后重试；继续运行时会从最后一个检查点开始。',
  "{0} can't be written ({1}).": '无法写入 {0}（{1}）。',
  'Make the folder writable for this user, or run in a folder that is.':
    '请让当前用户可以写入该文件夹，或在可写的文件夹中运行。',
  "{0} can't be made: a file is in the way ({1}).": '无法创建 {0}：有同名文件（{1}）。',
  'Move the file away, or run in another folder.': '请移走该文件，或在其他文件夹中运行。',
  'Check the disk and try again; a run that is resumed goes on from its last checkpoint.':
    '请检查磁盘后重试；继续运行时会从最后一个检查点开始。',
  'Delete it to export another seed, or run the recipe again.':
    '要导出另一个种子，请将其删除，或重新运行配方。',
  'The table {0} has no column "{1}".': '表 {0} 没有列“{1}”。',
  'It has {0}.': '它有 {0}。',
  '{0} is not a run: its run.json is missing or of another version.':
    '{0} 不是运行：其 run.json 缺失或属于其他版本。',
  'List the runs with `retort runs`.': '可用 `retort runs` 列出运行。',
  "{0} is missing or is not a list of the tables' columns.": '{0} 缺失，或不是各表的列清单。',
  'Without it the tables beside it have no column names: restore it, or delete the attempt.':
    '没有它，旁边的表就没有列名：请恢复它，或删除该次尝试。',
  queued: '排队中',
  running: '运行中',
  stopping: '正在停止',
  stopped: '已停止',
  finished: '已完成',
  failed: '失败',
  interrupted: '已中断',
  '{0} is missing, torn or of another version.': '{0} 缺失、不完整或属于其他版本。',
  'Start a new run of the recipe with `retort run`.': '请用 `retort run` 重新运行该配方。',
  'Run {0} has finished.': '运行 {0} 已完成。',
};

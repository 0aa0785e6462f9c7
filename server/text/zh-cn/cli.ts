import type { Table } from '../say.ts';
import { help } from './help.ts';
import { tables } from './tables.ts';

/** 终端命令的输出。 */
export const cli: Table = {
  ...help,
  ...tables,
  '{0} is missing: {1}.': '缺少 {0}：{1}。',
  '"{0}" is one word too many.': '“{0}”是多余的词。',
  '--{0} is "{1}"; expected whole numbers, no two alike: 1,2,3.':
    '--{0} 为“{1}”；应为互不相同的整数：1,2,3。',
  'See `retort {0} --help`.': '请参阅 `retort {0} --help`。',
  'There is no model "{0}".': '没有模型“{0}”。',
  'Name one of {0}.': '请指定其中之一：{0}。',
  'Run {0} is on its way.': '运行 {0} 即将开始。',
  'Run {0} is number {1} in the queue.': '运行 {0} 排在队列第 {1} 位。',
  '`retort runs` shows how far it is, `retort stop` stops it.':
    '`retort runs` 显示其进度，`retort stop` 停止它。',
  error: '错误',
  warning: '警告',
  information: '信息',
  hint: '提示',
  fix: '修复',
  '1 error': '1 个错误',
  '1 warning': '1 个警告',
  '{0} warnings': '{0} 个警告',
  '1 remark': '1 条说明',
  '{0} remarks': '{0} 条说明',
  '1 hint': '1 条提示',
  '{0} hints': '{0} 条提示',
  'no problems': '没有问题',
  'This is a defect in Retort; please report it with that file.': '这是 Retort 的缺陷；请附上该文件报告。',
  'This is a defect in Retort; please report it with these lines.':
    '这是 Retort 的缺陷；请附上以下内容报告。',
  'The training process ended without saying why.': '训练进程结束了，未说明原因。',
  'Its log is worker.log in the newest folder of attempts/ there; `retort resume` goes on from the last checkpoint.':
    '其日志是该处 attempts/ 中最新文件夹里的 worker.log；`retort resume` 会从最后一个检查点继续。',
  'Stopping with a checkpoint. Ctrl-C now ends it at once.':
    '正在写入检查点并停止。现在按 Ctrl-C 会立即结束。',
  '{0}: {1} {2}': '{0}：{1} {2}',
  '{0}, teacher {1}': '{0}，教师 {1}',
  'There is no command "{0}".': '没有命令“{0}”。',
  'Did you mean `retort {0}`? `retort help` lists all.': '是否指 `retort {0}`？`retort help` 列出所有命令。',
  ' {bar} {percentage} % | {eta_formatted} left | {activity}{loss} | step {value} of {total}{pace}':
    ' {bar} {percentage} % | 剩余 {eta_formatted} | {activity}{loss} | 第 {value} 步，共 {total} 步{pace}',
  ' | loss {0}': ' | 损失 {0}',
  ' | {0} ms a step': ' | 每步 {0} ms',
  ', loss {0}': '，损失 {0}',
  'step {0} of {1}: {2}{3}': '第 {0} 步，共 {1} 步：{2}{3}',
  '{0} on {1}, at the checkpoint chosen on {2}': '{1} 上的 {0}，取自按 {2} 选取的检查点',
  ' from {0}': '，教师 {0}',
  'There is no template "{0}".': '没有模板“{0}”。',
  'Did you mean {0}? `retort init --list` names all.': '是否指 {0}？`retort init --list` 列出所有模板。',
  'Run {0}': '运行 {0}',
  'The page: {0}': '页面：{0}',
  'Ended at once; the work since the last checkpoint is lost.':
    '已立即结束；最后一个检查点之后的工作已丢失。',
  'Stopped.': '已停止。',
  '`retort resume {0}` goes on.': '`retort resume {0}` 可继续。',
  '{0} on {1}: accuracy {2} %, loss {3} nats, {4} samples':
    '{0} 在 {1} 上：准确率 {2} %，损失 {3} nats，{4} 个样本',
  'There are no labelled data "{0}".': '没有有标签的数据“{0}”。',
  'The recipe names no checkpoint of {0}; give one with --checkpoint FILE.':
    '配方没有指定 {0} 的检查点；请用 --checkpoint FILE 给出。',
  "An ONNX model is verified by running it, which can't be done here: {0}":
    'ONNX 模型通过运行来验证，而此处无法运行：{0}',
  'Export safetensors here, or ONNX on another machine.':
    '请在此处导出 safetensors，或在其他机器上导出 ONNX。',
  '--format is "{0}"; expected {1}.': '--format 为“{0}”；应为 {1}。',
  '--int8 needs --format onnx; {0} holds float32.': '--int8 需要 --format onnx；{0} 保存的是 float32。',
  'Run {0} has no weights of {1} yet.': '运行 {0} 还没有 {1} 的权重。',
  'Run {0} has no weights of {1} with seed {2} yet.': '运行 {0} 还没有种子 {2} 的 {1} 的权重。',
  'There are some with seed {0}.': '已有种子 {0} 的权重。',
  'Wait for its first checkpoint.': '请等待其第一个检查点。',
  'Wait until its training begins, or name another model with --model.':
    '请等到它开始训练，或用 --model 指定其他模型。',
  'Next: retort check {0}': '下一步：retort check {0}',
  'Not in this version, to read': '此版本尚不支持，仅供阅读',
  '{0} is already there, and nothing is overwritten.': '{0} 已存在，不会覆盖任何内容。',
  'Name another folder, or move the file away.': '请指定其他文件夹，或移走该文件。',
  'An editor starts this, with --stdio or --node-ipc.': '此命令由编辑器用 --stdio 或 --node-ipc 启动。',
  'The run is {0} at step {1} of {2}: this is what is known so far.':
    '该运行{0}，位于第 {1} 步，共 {2} 步：以下是目前所知。',
  '`retort report {0}` shows it; `retort run` starts another.':
    '`retort report {0}` 显示它；`retort run` 启动新的运行。',
  'There is no run in {0}. Start one with `retort run RECIPE`.':
    '{0} 中没有运行。可用 `retort run RECIPE` 启动。',
  broken: '已损坏',
  'No term of this recipe reads a teacher.': '此配方没有读取教师的项。',
  ok: '正常',
  'not at its floor': '不在下限',
  '{0} left the queue.': '{0} 已离开队列。',
  '`retort resume` goes on with it.': '`retort resume` 可继续它。',
  '{0} stops at its next step.': '{0} 将在下一步停止。',
  'No data of the recipe have all fields that the model reads.': '配方中没有数据包含模型读取的所有字段。',
  'Name another folder with --out, or move the file away.': '请用 --out 指定其他文件夹，或移走该文件。',
  "On {0} samples of {1} the ONNX model's outputs are up to {2} from the network's; allowed is {3}.":
    '在 {1} 的 {0} 个样本上，ONNX 模型的输出与网络的最多相差 {2}；允许 {3}。',
  'This is a defect: please report it with the recipe. Nothing was written; export safetensors until then.':
    '这是一个缺陷：请附上配方报告。未写入任何内容；在修复之前请导出 safetensors。',
  '{0} is not a list.': '{0} 不是列表。',
  '{0} has no cases.': '{0} 没有用例。',
  'Case {0} of {1}: {2}.': '{1} 的第 {0} 个用例：{2}。',
  'The arguments "{0}" are not a file and, if wanted, a backend.':
    '参数“{0}”不是一个文件和（可选的）一个后端。',
  'Use: npm run -s golden -- FILE.json [--backend NAME]; without NAME it is cpu, the reference.':
    '用法：npm run -s golden -- FILE.json [--backend NAME]；不给 NAME 时为作为参考的 cpu。',
};

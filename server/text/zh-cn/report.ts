import type { Table } from '../say.ts';

/** 报告：页面，以及终端中的表格。 */
export const report: Table = {
  // 页面的语言。
  en: 'zh-CN',
  '{0} – Retort report': '{0} – Retort 报告',
  'started {0} UTC': '开始于 {0} UTC',
  '{0} optimizer steps': '优化器 {0} 步',
  'backend {0}, {1}': '后端 {0}，{1}',
  'No stage has ended yet, so there is nothing to compare.': '还没有阶段结束，因此没有可比较的内容。',
  'The run is {0}: the figures are of what had ended by then.': '运行{0}：这些数字来自当时已结束的部分。',
  'Student, distilled': '学生（蒸馏）',
  'Baseline, without a teacher': '基线（无教师）',
  Gain: '提升',
  'one seed': '一个种子',
  'the same for all seeds': '所有种子相同',
  '± {0} over seeds': '各种子间 ± {0}',
  'The baseline is already as good as the teacher, so there is no gap to close.':
    '基线已不逊于教师，因此没有差距可缩小。',
  'The student is better than its teacher.': '学生优于其教师。',
  'That closes {0} of the gap between the baseline and the teacher.': '这缩小了基线与教师之间差距的 {0}。',

  'The student reaches {0} accuracy on {1}. There is no baseline to compare it with.':
    '学生在 {1} 上的准确率为 {0}。没有可与之比较的基线。',
  '{0} of 1 seed': '1 个种子中有 {0} 个',
  '{0} of {1} seeds': '{1} 个种子中有 {0} 个',
  'Distillation raised {0} accuracy from {1} to {2} ({3}, {4}).':
    '蒸馏使 {0} 上的准确率从 {1} 提高到 {2}（{3}，{4}）。',
  'Distillation did not help: it lowered {0} accuracy from {1} to {2} ({3}, {4}).':
    '蒸馏没有帮助：{0} 上的准确率从 {1} 降到 {2}（{3}，{4}）。',
  'Distillation made no clear difference to {0} accuracy: from {1} to {2} ({3} on average, better in {4}).':
    '蒸馏对 {0} 上的准确率没有明显影响：从 {1} 到 {2}（平均 {3}，{4}更好）。',
  '{0} points': '{0} 个百分点',

  'Result of stage {0}': '阶段 {0} 的结果',
  'Accuracy on {0} by seed': '各种子在 {0} 上的准确率',
  Seed: '种子',
  Baseline: '基线',
  Student: '学生',
  'Selected at step': '选中的步',
  'After the last step': '最后一步之后',
  'Agrees with teacher': '与教师的一致率',
  'baseline, student': '基线，学生',
  Mean: '平均',
  'Standard deviation': '标准差',
  'Accuracy on {0}, at the checkpoint with the best {1} on {2}. The baseline is the same training of the same network without the teacher.':
    '{0} 上的准确率，取自 {2} 上 {1} 最佳的检查点。基线是同一网络的同样训练，但没有教师。',

  'Numbers (one point of {0})': '数值（每 {0} 个点取一个）',
  Numbers: '数值',
  step: '步',
  value: '值',
  'value, logarithmic': '值（对数）',
  share: '占比',
  baseline: '基线',
  'teacher {0}': '教师 {0}',
  'teacher, on {0}': '教师（在 {0} 上）',
  '{0} on {1}': '{1} 上的 {0}',
  'The line {0} ends at {1}.': '曲线“{0}”止于 {1}。',
  'Student of seed {0}': '种子 {0} 的学生',
  'Seed {0}': '种子 {0}',
  'Measured during training.': '在训练期间测得。',
  'Measured during training. Lines are means over seeds, bands their extremes.':
    '在训练期间测得。曲线为各种子的平均值，色带为其极值。',
  'Loss terms, before their weights': '各损失项（加权前）',
  '{0}. Lines are running means, bands the extremes of the steps that a point stands for.{1}':
    '{0}。曲线为滑动平均，色带为每个点所代表的各步的极值。{1}',
  ' Logarithmic axis.': '纵轴为对数。',
  'Share of the gradient': '梯度占比',
  "Norm of each term's gradient over the sum of all. {0}.": '每一项梯度的范数除以所有项之和。{0}。',
  'Layer matching': '层匹配',
  'Debiased linear CKA between student and teacher layers on a fixed probe. {0}. 1 is the same representation up to rotation and scale.':
    '学生层与教师层在固定探测样本上的去偏线性 CKA。{0}。1 表示除旋转和缩放外表示相同。',
  'Student and teacher layers at step {0}': '第 {0} 步的学生层与教师层',
  'Debiased linear CKA of each student layer with each layer of {0}. {1}.':
    '每个学生层与 {0} 的每一层的去偏线性 CKA。{1}。',

  'Sizes and speed': '大小与速度',
  'Sizes and speed of the models': '各模型的大小与速度',
  Size: '大小',
  'Operations a sample': '每样本运算量',
  'Latency, batch 1': '延迟，批量 1',
  'Latency, batch 32': '延迟，批量 32',
  'Operations are of one forward pass, a multiply-add counted as two. Latency is the median of repeated passes on the machine of the run, backend {0}.':
    '运算量为一次前向传播，一次乘加计为两次。延迟为在运行所在机器上多次前向传播的中位数，后端 {0}。',

  'What was compared': '比较了什么',
  'No stage has a baseline: a stage without a teacher, or without a label term, has none.':
    '没有阶段带基线：没有教师或没有标签项的阶段没有基线。',
  'Stage {0}: {1} is trained for {2} steps of {3} samples ({4}) with {5}. Its baseline has the same initial weights, the same samples in the same order, the same optimizer and the same number of steps, and only the terms that read no teacher: {6}.':
    '阶段 {0}：{1} 训练 {2} 步，每步 {3} 个样本（{4}），使用 {5}。其基线的初始权重、样本及其顺序、优化器和步数都相同，但只有不读取教师的项：{6}。',
  '{0} of {1}': '{1} 中的 {0} 个',
  ' on {0}': '（用 {0}）',
  '{0}, dropping': '{0}，逐级下降',
  'Of each training the checkpoint with the best {0} on {1} is selected; {2} is the same split, so the figures are better than on data never looked at.':
    '每次训练都选取 {1} 上 {0} 最佳的检查点；{2} 是同一份数据，因此这些数字好于从未见过的数据上的数字。',
  'Of each training the checkpoint with the best {0} on {1} is selected; {2} is scored only at the end, and decides nothing.':
    '每次训练都选取 {1} 上 {0} 最佳的检查点；{2} 只在最后评分，不影响任何选择。',
  'Seed: {0}.': '种子：{0}。',
  'Seeds: {0}.': '种子：{0}。',
  'Trained once, with the first seed: {0}.': '只用第一个种子训练一次：{0}。',
  '{0}: {1} samples ({2}), with labels.': '{0}：{1} 个样本（{2}），有标签。',
  '{0}: {1} samples ({2}), without labels.': '{0}：{1} 个样本（{2}），无标签。',

  Recipe: '配方',
  'The recipe as it was run': '运行时的配方',
  'Made by Retort from plan.json, recipe.distill.yaml and the tables under attempts/ beside this page.':
    '由 Retort 根据此页面旁的 plan.json、recipe.distill.yaml 和 attempts/ 下的各表生成。',
};

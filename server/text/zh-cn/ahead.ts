import type { Table } from '../say.ts';

/** 训练之前就能预见的：机器、上次运行、权重的尺度、没有作用的键；以及相应的修复。 */
export const ahead: Table = {
  "The backend {0} can't train this recipe on this machine: {1} What can: {2}.":
    '后端 {0} 无法在此机器上训练此配方：{1}可用的有：{2}。',
  'In the last run ({0}) the weighted {1} came to {2} beside {3} of {4}: {5} times less. Weigh it more, unless that is meant.':
    '在上次运行（{0}）中，加权后的 {1} 为 {2}，而 {4} 为 {3}：相差 {5} 倍。若非有意，请增大其权重。',
  'The largest term': '最大的项',
  "The checkpoint of {0} has changed since the last run ({1}): its figures and those of the next can't be compared.":
    '{0} 的检查点自上次运行（{1}）以来已改变：其数字与下次运行的无法比较。',
  'This checkpoint was made by another stage than {0} is now: the stage will run again and overwrite it.':
    '此检查点由与现在的 {0} 不同的阶段产生：该阶段会重新运行并覆盖它。',
  'The run is expected to take {0} of memory; {1} are available here now.':
    '预计运行需要 {0} 内存；此处现有 {1} 可用。',
  'Keep {0} apart from {1}': '将 {0} 与 {1} 分开',
  'Choose the checkpoint by {0}': '按 {0} 选取检查点',
  'Stage {0}': '阶段 {0}',
  'No smaller batch would fit.': '更小的批量也放不下。',
  'batch: {0} would fit.': 'batch: {0} 可以放下。',
  'This stage is expected to take {0} of memory; {1} are available here now. {2}':
    '预计此阶段需要 {0} 内存；此处现有 {1} 可用。{2}',
  'each pair has a projection of its own': '每个层对都有自己的投影',
  'The taps have one shape already, and the loss can compare them as they are. What is trained in between is no part of the student and can take up the difference. Leave project out unless that is meant.':
    '两个中间输出的形状已经相同，损失可以直接比较。其间训练的映射不属于学生，并可能吸收差异。若非有意，请去掉 project。',
  'these are all {0} samples that there are': '这已是全部 {0} 个样本',
  'samples change only while training, and no stage trains on {0}':
    '样本只在训练时变换，而没有阶段在 {0} 上训练',
  'This temperature is that of sampling; {0} softens with one of its own, which it does not state. Write temperature in the term too.':
    '此温度是采样的温度；{0} 用自己的温度软化，而它没有写明。请在该项中也写上 temperature。',
  '{0} has one element a sample, so {1} is {2}': '{0} 每个样本只有一个元素，因此 {1} 就是 {2}',
  '{0} to {1}': '{0} 至 {1}',
  'Leave reduction out, or rescale the weight.': '请去掉 reduction，或重新调整权重。',
  ' It grows with the batch, too.': '它还会随批量增大。',
  'With reduction: {0} the term {1} counts {2} compared with {3}, which published weights of {4} belong to: weight {5} is like {6}.':
    '使用 reduction: {0} 时，项 {1} 的分量是使用 {3}（{4} 的已发表权重所对应的归约）时的 {2}：权重 {5} 相当于 {6}。',
  'with beta 0 the temperature never moves': 'beta 为 0 时温度从不变动',
  'studentTemperature and teacherTemperature take its place':
    'studentTemperature 与 teacherTemperature 取代了它',
  't2 multiplies by the T² that mse-logits divides by': 't2 所乘的 T² 正是 mse-logits 所除的',
  'T is 1': 'T 为 1',
  '{0} is the same in both directions': '{0} 在两个方向上相同',
  'there is no momentum': '没有动量',
  'there is no decay': '没有衰减',
  '{0} has no effect here: {1}.': '{0} 在此没有作用：{1}。',
  '{0} is a tap of the teacher {1}, and {2} one of the student {3}. Write the student’s tap first.':
    '{0} 是教师 {1} 的中间输出，{2} 是学生 {3} 的。请先写学生的中间输出。',
  'Remove the term {0}': '删除项 {0}',
  'Remove the second {0}': '删除第二个 {0}',
  'Start from blocks {0} ({1})': '从块 {0} 开始（{1}）',
  'Put the student’s tap first': '将学生的中间输出放在前面',
  'Change the weight to {0}': '将权重改为 {0}',
  'Change to {0} and the weight to {1}: the value stays': '改为 {0} 并将权重改为 {1}：值不变',
  'Train {0} on the hard label': '用硬标签训练 {0}',
  'Indent with spaces': '用空格缩进',
};

import type { Table } from '../say.ts';
import { form } from './form.ts';

/** 配方的含义：检查、事实与规划。 */
export const recipe: Table = {
  ...form,
  'A batch takes {0} samples of {1}, which has {2}: some come twice. Make the batch smaller.':
    '一批从 {1} 取 {0} 个样本，而它只有 {2} 个：有些会出现两次。请减小批量。',
  "{0} samples of {1} in a batch can't be split into {2} equal micro-batches. Choose a batch and shares that {3} divides.":
    '一批中 {1} 的 {0} 个样本无法等分为 {2} 个微批。请选择能被 {3} 整除的批量和份额。',
  '{0} is longer than the stage ({1}, {2} steps): the schedule never gets there. Shorten it, or write 100 %.':
    '{0} 比该阶段（{1}，{2} 步）更长：调度永远到不了终点。请缩短它，或写 100 %。',
  'Length of {0}': '{0} 的长度',
  'The drop at {0} does not come after the one at {1} before it. Write drops in rising order, each once.':
    '{0} 处的下降不在它前面 {1} 处的下降之后。请按递增顺序书写，每个只写一次。',
  'The drop before it': '它前面的下降',
  'unless: checkpoint needs a file to look at. Add checkpoint: to the model {0}.':
    'unless: checkpoint 需要一个可查看的文件。请为模型 {0} 添加 checkpoint:。',
  '{0} has this file too, and a stage would write it for {1}. Give each its own.':
    '{0} 也使用此文件，而某个阶段会为 {1} 写入它。请各用各的文件。',
  '{0} is there and no stage of a recipe made it; stage {1} would overwrite it. Name another file, or give these weights to a model of their own and start from it with init.':
    '{0} 已存在，且不是由任何配方的阶段产生的；阶段 {1} 会覆盖它。请指定其他文件，或将这些权重交给单独的模型，再用 init 从它开始。',
  '{0} does not exist, and no stage makes it. Check the path; it is relative to the recipe.':
    '{0} 不存在，也没有阶段会产生它。请检查路径；它相对于配方。',
  'The tensor {0} of {1} {2}. Choose another checkpoint: this one is damaged, or of a training that diverged.':
    '{1} 的张量 {0} {2}。请选择其他检查点：此检查点已损坏，或来自发散的训练。',
  '{0} holds another network than {1}: {2} of {3} tensors differ. Expected {4} [{5}], found {6}. Choose the checkpoint of this network, or the network of this checkpoint.':
    '{0} 中的网络与 {1} 不同：{3} 个张量中有 {2} 个不同。应有 {4} [{5}]，实际为 {6}。请选择此网络的检查点，或此检查点的网络。',
  "{0} has {1} classes and the data set {2} has {3}. Use data with the same classes, or correct the model's.":
    '{0} 有 {1} 个类别，而数据集 {2} 有 {3} 个。请使用类别相同的数据，或改正模型的类别数。',
  "{0} has {1} classes and its data have {2}. Use data with the same classes, or correct the model's.":
    '{0} 有 {1} 个类别，而其数据有 {2} 个。请使用类别相同的数据，或改正模型的类别数。',
  '{0}: {1} classes': '{0}：{1} 个类别',
  'The {0} of {1} is {2}, that of {3} is {4}; the input {5} of {6} reads both. Use data of one shape.':
    '{1} 的 {0} 为 {2}，{3} 的为 {4}；{6} 的输入 {5} 两者都读。请使用形状相同的数据。',
  '{0} and {1} are normalised differently, and {2} sees both. Write the same normalize in both.':
    '{0} 与 {1} 的归一化不同，而 {2} 两者都会看到。请在两处写相同的 normalize。',
  'No data set chooses the checkpoint. Add a labelled data set named val, or evaluate: { select: { data: … } }.':
    '没有数据集用来选取检查点。请添加名为 val 的有标签数据集，或 evaluate: { select: { data: … } }。',
  'with their labels': '且带有标签',
  'without their labels': '但不带标签',
  '{0} trains on samples of {1}, {2}: its figures will look better than they are. Use skip and take to keep them apart.':
    '{0} 用 {1} 的样本训练，{2}：其数字会显得比实际好。请用 skip 和 take 将它们分开。',
  'A stage trains on {0} itself: its figures will look better than they are. Train on other data.':
    '有阶段直接用 {0} 训练：其数字会显得比实际好。请用其他数据训练。',
  '{0} has no labels, so nothing can be scored on it. Name a labelled data set.':
    '{0} 没有标签，因此无法在其上评分。请指定有标签的数据集。',
  '{0} looks like a test split and chooses the checkpoint: its figures would be too good. Choose with a validation split.':
    '{0} 看起来是测试划分，却用来选取检查点：其数字会偏好。请用验证划分来选取。',
  '{0} chooses the checkpoint and shares samples with {1}, by which students are judged. Use skip and take to keep them apart.':
    '{0} 用来选取检查点，且与用来评判学生的 {1} 共用样本。请用 skip 和 take 将它们分开。',
  '{0} chooses the checkpoint and gives the figures too, which makes them too good. Add a test split to evaluate: data.':
    '{0} 既选取检查点又给出最终数字，使其偏好。请在 evaluate: data 中添加测试划分。',
  '{0} [{1}] of {2} should start as {3} of {4}; found {5}. Choose blocks of the same shape.':
    '{2} 的 {0} [{1}] 应从 {4} 的 {3} 开始；实际为 {5}。请选择形状相同的块。',
  'No variable of {0} has the name and shape of one of {1}: nothing would be copied. Choose a model of the same kind, or name blocks.':
    '{0} 没有变量与 {1} 的变量名称和形状都相同：不会复制任何内容。请选择同类模型，或指定块。',
  '{0} needs labels, and none of the data that this term sees has any. Add labelled data to the stage, or remove the term.':
    '{0} 需要标签，而该项所见的数据都没有标签。请为阶段添加有标签的数据，或删除该项。',
  '{0} compares the classes beside the right one: it needs at least 3, and {1} has {2}. Use kd.':
    '{0} 比较正确类别以外的类别：至少需要 3 个，而 {1} 有 {2} 个。请使用 kd。',
  '{0} counts the hard label a second time on the same samples. Add its weight to {1}, or give each term data of its own.':
    '{0} 在相同样本上再次计入硬标签。请将其权重加到 {1}，或让每项使用各自的数据。',
  'Counted here first': '首次在此计入',
  'No term reads the teacher {0}. Add one, for example { loss: kd }, or remove the teacher.':
    '没有项读取教师 {0}。请添加一项，例如 { loss: kd }，或删除该教师。',
  'The seed {0} is there already: the same training twice. Remove it.':
    '种子 {0} 已存在：同样的训练会进行两次。请将其删除。',
  'A stage says either train and losses, or updates in their place. Remove one.':
    '阶段要么写 train 和 losses，要么以 updates 代替。请删除其一。',
  'The stage trains nothing: add train: and losses:.': '该阶段不训练任何内容：请添加 train: 和 losses:。',
  'The key train is missing: expected the name of a model.': '缺少键 train：应为模型的名称。',
  'The key losses is missing: expected a list of terms.': '缺少键 losses：应为项的列表。',
  'Give one of them another id.': '请为其中之一换一个 id。',
  'Rename one of them.': '请为其中之一改名。',
  'There is a {0} {1} already. {2}': '已有{0} {1}。{2}',
  'The first {0} {1}': '第一个{0} {1}',
  'Nothing uses {0}. Remove it, or name it in a stage.':
    '没有任何地方使用 {0}。请将其删除，或在阶段中引用它。',
  '{0} starts from {1}, which has no weights when stage {2} begins. Train {3} in an earlier stage, or give it a checkpoint.':
    '{0} 从 {1} 开始，而它在阶段 {2} 开始时没有权重。请在更早的阶段训练 {3}，或为其指定检查点。',
  '{0} trains and teaches in the same stage: mutual learning and self-distillation are not in this version.':
    '{0} 在同一阶段既训练又任教师：此版本不支持互学习和自蒸馏。',
  '{0} teaches here and has no weights: no stage trains it and it has no checkpoint. Add a stage before this one that trains it, or a checkpoint.':
    '{0} 在此任教师但没有权重：没有阶段训练它，也没有检查点。请在此之前添加训练它的阶段，或指定检查点。',
  'Stage {0} trains {1}': '阶段 {0} 训练 {1}',
  'Stages {0} and {1} wait for each other: each needs a teacher that the other trains. Give one of the teachers a checkpoint or a stage of its own.':
    '阶段 {0} 与 {1} 互相等待：各自需要对方训练的教师。请为其中一个教师指定检查点或单独的阶段。',
  '{0} teaches here before stage {1} trains it. Move that stage up.':
    '{0} 在阶段 {1} 训练它之前就在此任教师。请将该阶段上移。',
  '{0}: a circle. Take init away from one of them.': '{0}：形成循环。请去掉其中一个的 init。',
  ' starts from ': ' 从此开始：',
  '{0} ({1})': '{0}（{1}）',
  "Not in this version: {0}. The recipe is understood and can't run yet.":
    '此版本尚不支持：{0}。可以理解该配方，但还不能运行。',
  '{0} has {1} samples': '{0} 有 {1} 个样本',
  'Give {0} more samples, or name a larger data set with diagnostics: { probe: { data: … } }':
    '请为 {0} 增加样本，或用 diagnostics: { probe: { data: … } } 指定更大的数据集',
  'The probe takes {0} samples': '探针取 {0} 个样本',
  'Take at least {0}': '请至少取 {0} 个',
  '{0}, and layers are compared reliably on at least {1}. {2}, or read those figures with care.':
    '{0}，而至少要有 {1} 个样本才能可靠地比较各层。{2}，或谨慎看待这些数字。',
  'This recipe is of version {0}, and this Retort reads version {1}. Update Retort.':
    '此配方的版本是 {0}，而此 Retort 读取版本 {1}。请更新 Retort。',
  'There is no version {0} of recipes. Write version: {1}.': '配方没有版本 {0}。请写 version: {1}。',
  'There is no recipe here. It begins with version: 1 and has data, models and stages.':
    '此处没有配方。配方以 version: 1 开头，并有 data、models 和 stages。',
  'The check itself failed, please report it: {0}': '检查本身失败，请报告：{0}',
  "Check the path; a path inside a recipe is relative to the recipe's folder.":
    '请检查路径；配方中的路径相对于配方所在的文件夹。',
  "{0} can't be read ({1}).": '无法读取 {0}（{1}）。',
  'Check that it is a readable file of this user.': '请检查它是否为当前用户可读的文件。',
  '{0} is a pipe, socket or device; expected a file.': '{0} 是管道、套接字或设备；应为文件。',
  'Write the content to a file, and name that.': '请将内容写入文件，再指定该文件。',
  'holds {0} at {1}': '在位置 {1} 处为 {0}',
  "can't be read: {0}": '无法读取：{0}',
  'Check the file; this kind of failure was not foreseen.': '请检查该文件；这种失败未曾预料到。',
  '{0} has {1} bytes; a description of a network has at most {2}.':
    '{0} 有 {1} 字节；网络的描述最多 {2} 字节。',
  'Name the model.json of a TensorFlow.js model, or a Hugging Face folder.':
    '请指定 TensorFlow.js 模型的 model.json，或 Hugging Face 文件夹。',
  '{0} is not JSON: {1}.': '{0} 不是 JSON：{1}。',
  '{0} is a folder, expected a file.': '{0} 是文件夹，应为文件。',
  'Name a file in it.': '请指定其中的文件。',
  'No smaller batch would fit: most of it is {0}.': '更小的批量也放不下：大部分用于{0}。',
  'This would fit: {0}.': '这样可以放下：{0}。',
  '`batch: {0}` in {1}': '{1} 中 `batch: {0}`',
  'The run is expected to take {0} of memory; {1} are available.': '预计运行需要 {0} 内存；可用 {1}。',
  'stage {0}': '阶段 {0}',
  '`--anyway` runs it all the same.': '`--anyway` 仍会运行。',
  process: '进程',
  data: '数据',
  weights: '权重',
  training: '训练',
  evaluation: '评估',
  diagnostics: '诊断',
  'a data set that selects': '用来选取的数据集',
  stages: '阶段',
  ' (and {0} more)': '（另有 {0} 个）',
  "The recipe can't be planned: {0}{1}": '无法规划该配方：{0}{1}',
  'Correct the recipe; retort check lists all problems.': '请改正配方；retort check 会列出所有问题。',
  "The recipe can't be planned before more is known: {0}.": '在了解更多信息之前无法规划该配方：{0}。',
  'Gather the facts first.': '请先收集事实。',
  ' Did you mean {0}?': '是否指 {0}？',
  ' There is none.': '目前没有。',
  ' There is {0}.': '可用的有 {0}。',
  ' There are {0}{1}.': '可用的有 {0}{1}。',
  'There is no {0} {1}.': '没有{0} {1}。',
  '{0} has no {1} {2}.': '{0} 没有{1} {2}。',
  '{0} too': '{0} 也是',
  '{0} skips {1} samples, and the source has {2}. Skip fewer.':
    '{0} 跳过 {1} 个样本，而数据源只有 {2} 个。请少跳过一些。',
  '{0} takes {1} samples, and {2} are left of {3}. Take at most {4}, or leave `take` out.':
    '{0} 取 {1} 个样本，而 {3} 个中只剩 {2} 个。请最多取 {4} 个，或去掉 `take`。',
  '{0} changes images, and these data have none. Remove it.':
    '{0} 改变图像，而这些数据没有图像。请将其删除。',
  'Found {0} numbers for images of {1} channels. Write {2}, or one number for all.':
    '图像有 {1} 个通道，却有 {0} 个数。请写 {2} 个，或写一个数用于全部。',
  'The network of {0}': '{0} 的网络',
  "The network can't be built: {0}": '无法构建网络：{0}',
  '{0} compares taps and the term names none. Add pairs: [[student tap, teacher tap]], or pairs: uniform.':
    '{0} 比较中间输出，而该项没有指定。请添加 pairs: [[学生的中间输出, 教师的中间输出]]，或 pairs: uniform。',
  'pairs: {0} needs one family of numbered taps on each side; {1} has {2}, {3} has {4}. Write the pairs out.':
    'pairs: {0} 要求两侧各有一族编号的中间输出；{1} 有 {2}，{3} 有 {4}。请逐一写出层对。',
  'pairs: {0} leaves no pair of {1} with {2}: there are too few blocks. Write the pairs out.':
    'pairs: {0} 得不到 {1} 与 {2} 的层对：块太少。请逐一写出层对。',
  'Network of {0}': '{0} 的网络',
  "The projection {0} can't bring {1} {2} to {3} {4}. Choose other taps or another projection.":
    '投影 {0} 无法将 {1} {2} 变为 {3} {4}。请选择其他中间输出或其他投影。',
  ' The projection {0} would bring them together.': '投影 {0} 可使两者匹配。',
  '{0} {1}': '{0}{1}',
  '{0} and {1}: {2}{3}': '{0} 与 {1}：{2}{3}',
  labels: '标签',
  'Project with {0}': '用 {0} 投影',
  "A batch of {0} can't hold a sample of each of {1} data sets. Make it at least {2}.":
    '批量 {0} 放不下 {1} 个数据集各一个样本。请至少设为 {2}。',
  "Found {0}, expected epochs or steps: a stage's length can't be a share of itself.":
    '发现 {0}，应为 epochs 或 steps：阶段的长度不能是其自身的份额。',
  'Found {0} steps, expected at most a billion.': '发现 {0} 步，最多应为十亿步。',
  '{0} is no step at all here; an epoch is {1} steps. Expected at least 1 step.':
    '{0} 在此处不足一步；一个轮次为 {1} 步。应至少为 1 步。',
  'Training several models at once is not in this version. Train them in stages of their own.':
    '此版本不支持同时训练多个模型。请分阶段训练。',
  'No variable of {0} fits {1}. Its blocks are {2}; a block is written {3}/{4}/**.':
    '{0} 没有变量符合 {1}。其块有 {2}；块写作 {3}/{4}/**。',
  'The key optimizer is missing: expected a map such as { kind: adam, rate: 0.001 }.':
    '缺少键 optimizer：应为映射，例如 { kind: adam, rate: 0.001 }。',
  '{0} reads a teacher, and neither the term nor its stage names one. Add teachers: to the stage.':
    '{0} 读取教师，而该项及其阶段都没有指定教师。请为阶段添加 teachers:。',
  "{0} would read several teachers ({1}), which this version can't combine. Say which one with teachers:, one term a teacher.":
    '{0} 会读取多个教师（{1}），此版本无法将其合并。请用 teachers: 指明是哪一个，每个教师一项。',
  "The data set {0} is not part of this stage's data ({1}). Add it there, or name one of them.":
    '数据集 {0} 不属于此阶段的数据（{1}）。请将其加入，或指定其中之一。',
  'Change to {0}': '改为 {0}',
  'Rename to {0}': '改名为 {0}',
  'Add {0}: {1}': '添加 {0}: {1}',
  'Remove {0}': '删除 {0}',
  'Remove init of {0}': '删除 {0} 的 init',
  'Normalise {0} as {1}': '将 {0} 按 {1} 的方式归一化',
  'Score {0} too': '也对 {0} 评分',
};

import type { Table } from '../say.ts';

/** 问题代码的含义。 */
export const codes: Table = {
  'Aliases that repeat themselves or more values than a recipe can have.':
    '别名重复自身，或重复的值超出配方所能容纳的数量。',
  'A rule such as `pairs: uniform` that can’t tell which taps are meant: write the pairs out.':
    '`pairs: uniform` 之类的规则无法判断指的是哪些中间输出：请逐一写出层对。',
  'A network that can’t be built as described, or not for these data.':
    '网络无法按描述构建，或不适用于这些数据。',
  'A batch that takes more samples of a data set than it has: some come twice.':
    '一批从某数据集取的样本多于它所有的：有些会出现两次。',
  '`accumulate` has to divide the samples that a batch takes of each data set.':
    '`accumulate` 必须能整除一批从每个数据集取的样本数。',
  'A batch that can’t hold a sample of each data set of its mix.':
    '批量放不下混合数据中每个数据集的一个样本。',
  'A bug in the check itself. Please report it.': '检查本身的缺陷。请报告。',
  'Two models with one checkpoint file, which a stage would write.':
    '两个模型共用一个检查点文件，而某个阶段会写入它。',
  'Models or data that belong together have different numbers of classes.': '相关的模型或数据的类别数不同。',
  'Keys that exclude each other, such as `train` and `updates`.': '互相排斥的键，例如 `train` 与 `updates`。',
  'Models that start from each other in a circle.': '模型循环地互相作为起点。',
  'Stages that wait for each other’s models.': '阶段互相等待对方的模型。',
  'A key that is there twice; the first one counts.': '键出现了两次；以第一个为准。',
  'A seed that is there twice: the same training again.': '种子出现了两次：会重复同样的训练。',
  'Two stages with one name.': '两个阶段同名。',
  'Two terms of a stage with one id. A term’s id is its loss’s name unless it says another.':
    '同一阶段有两项使用相同的 id。未另行指定时，项的 id 就是其损失的名称。',
  'A data set without samples after `skip`.': '`skip` 之后没有样本的数据集。',
  'A text without a recipe.': '文本中没有配方。',
  'Data that one input of a model reads have different shapes.': '模型的同一输入所读取的数据形状不同。',
  'A stage would overwrite a checkpoint that no stage made.': '阶段会覆盖并非由阶段产生的检查点。',
  'Two terms count the label of the same samples, so that its weight is not what is written.':
    '两项计入相同样本的标签，使其权重与所写的不符。',
  'A stage names a teacher that none of its terms reads.': '阶段指定了没有任何项读取的教师。',
  'A model can’t start from another because names or shapes differ.':
    '因名称或形状不同，模型无法从另一模型开始。',
  '`unless: checkpoint` for a model that names no checkpoint.':
    '对没有指定检查点的模型使用 `unless: checkpoint`。',
  'A file that is not there. Paths are relative to the recipe.': '文件不存在。路径相对于配方。',
  'A key that has to be there.': '必须有的键。',
  'A loss that compares taps, without `pairs`.': '比较中间输出的损失没有 `pairs`。',
  'No data set chooses the checkpoint.': '没有数据集用来选取检查点。',
  'A loss that reads a teacher, in a stage without one.': '读取教师的损失出现在没有教师的阶段。',
  'The split that chooses the checkpoint gives the figures too, which makes them too good.':
    '选取检查点的划分同时给出最终数字，使其偏好。',
  'Data that one model sees are normalised differently.': '同一模型所见的数据归一化不同。',
  'A change of images for data that have none.': '对没有图像的数据做图像变换。',
  'A term that asks for data which are not part of its stage’s mix.': '项要求的数据不在其阶段的混合数据中。',
  'Understood, and not built yet: the recipe can’t run.': '可以理解，但尚未实现：配方无法运行。',
  'A checkpoint whose tensors are not those of the network.': '检查点的张量与网络的不符。',
  'A recipe of another version of the schema.': '配方属于其他版本的模式。',
  'A number outside its limits.': '数超出其范围。',
  'A file outside the folders that the editor has open or was told of, which it doesn’t read. Checking in a terminal and running do.':
    '文件在编辑器打开或被告知的文件夹之外，编辑器不读取它。在终端中检查和运行时会读取。',
  'Taps that a loss can’t compare as they are; often a projection helps.':
    '损失无法直接比较的中间输出；投影往往有帮助。',
  'A projection that can’t bring the one tap to the shape of the other.':
    '投影无法将一个中间输出变为另一个的形状。',
  'Values nested deeper than any recipe needs.': '值的嵌套深度超出任何配方所需。',
  'A text larger than any recipe needs.': '文本大小超出任何配方所需。',
  'A schedule that goes on when its stage has ended.': '阶段结束后仍在继续的调度。',
  'More than one YAML document in the file.': '文件中有多个 YAML 文档。',
  'Layers are compared on fewer than 512 samples: the figures are noisy.':
    '用不足 512 个样本比较各层：数字噪声大。',
  'Training sees samples that are scored.': '训练会看到用于评分的样本。',
  'A test split that chooses the checkpoint, or shares samples with the one that does.':
    '测试划分选取检查点，或与选取检查点的划分共用样本。',
  'A list or map with too few entries.': '列表或映射的项太少。',
  'A loss that needs more classes than there are.': '损失需要的类别多于现有的。',
  'A data set that takes more samples than its source has left.': '数据集取的样本多于其数据源剩余的。',
  'A list with too many entries.': '列表的项太多。',
  'An alias without its anchor.': '别名没有对应的锚点。',
  'A name of no data set.': '没有该名称的数据集。',
  'A name of no field of the data.': '数据中没有该名称的字段。',
  'A name of no input of the network.': '网络没有该名称的输入。',
  'A key that means nothing here, often a misspelling.': '此处没有意义的键，往往是拼写错误。',
  'A name of no model.': '没有该名称的模型。',
  'A name of no tap of the model.': '模型没有该名称的中间输出。',
  'A word that is none of those allowed here.': '不属于此处允许的词。',
  'A pattern that fits no variable of the model.': '模式不匹配模型的任何变量。',
  'Labels are needed where the data have none.': '需要标签，而数据没有标签。',
  'A model starts from one that has no weights yet.': '模型从尚无权重的模型开始。',
  'A model teaches before it was trained or loaded.': '模型在训练或加载之前就任教师。',
  'A checkpoint that is damaged or of another format.': '检查点已损坏或格式不同。',
  'Data that are damaged, incomplete or of another format.': '数据已损坏、不完整或格式不同。',
  'A side file of a network that can’t be used.': '网络的附属文件无法使用。',
  'Drops of a schedule of which one does not come after the one before it.': '调度中有下降不在其前一个之后。',
  'A data set that nothing uses.': '没有任何地方使用的数据集。',
  'A model that nothing uses.': '没有任何地方使用的模型。',
  'Numbers per channel that are not as many as the channels.': '逐通道的数与通道数不符。',
  'A text of the wrong form, such as a length without a unit.': '文本形式有误，例如没有单位的长度。',
  'A value of the wrong type, such as a list for a number.': '值的类型有误，例如该写数的地方写了列表。',
  'A key that has no effect where it stands.': '键在此处没有作用。',
  'A projection between taps that the loss can compare as they are.':
    '在损失可以直接比较的中间输出之间使用了投影。',
  'A temperature of sampling beside a loss with a temperature of its own that isn’t stated.':
    '采样的温度旁有一个使用自己温度、但没有写明的损失。',
  'A pair with the teacher’s tap first.': '层对中教师的中间输出写在了前面。',
  'A weight beside a reduction that it does not belong to: by how much the term counts more or less is said.':
    '权重与归约方式不相配：会说明该项的分量多了或少了多少。',
  'A checkpoint that is another than in the last run of this recipe.': '检查点与此配方上次运行时的不同。',
  'A checkpoint that the stage, as it is now, did not make: it will be made anew.':
    '检查点不是由现在这样的阶段产生的：会重新产生。',
  'In the last run one term was next to nothing beside another.':
    '在上次运行中，某一项与另一项相比微不足道。',
  'A training that is expected to need more memory than this machine has now.':
    '预计训练所需内存超出此机器现有的内存。',
  'A backend that can’t compute on this machine.': '后端无法在此机器上计算。',
  'Text that is not YAML.': '文本不是 YAML。',
  'A tab where YAML allows only spaces.': '在 YAML 只允许空格的地方使用了制表符。',
};

import type { Table } from '../say.ts';
import { keras } from './keras.ts';

/** 训练器：检查点、数据、网络、损失。 */
export const distill: Table = {
  ...keras,
  'Not a sound safetensors file: {0}.': '不是完好的 safetensors 文件：{0}。',
  'Write or download the file again.': '请重新写入或下载该文件。',
  'it has {0} bytes, fewer than eight': '它只有 {0} 字节，不足八字节',
  'its header would be {0} bytes long, at most {1} are allowed': '其文件头长 {0} 字节，最多允许 {1} 字节',
  'its header would be {0} bytes long, but the file has {1}': '其文件头长 {0} 字节，但文件只有 {1} 字节',
  'its header is cut off at byte {0}': '其文件头在第 {0} 字节处被截断',
  'tensor {0} starts at byte {1}, expected {2}': '张量 {0} 始于第 {1} 字节，应为 {2}',
  'its tensors end at byte {0} of {1}': '其张量止于第 {0} 字节，而文件有 {1} 字节',
  'its header is not JSON ({0})': '其文件头不是 JSON（{0}）',
  'its header is not a JSON object': '其文件头不是 JSON 对象',
  'a tensor is named __proto__': '有张量名为 __proto__',
  'tensor {0} has no description': '张量 {0} 没有描述',
  'tensor {0} has the keys {1}, expected data_offsets, dtype, shape':
    '张量 {0} 的键为 {1}，应为 data_offsets、dtype、shape',
  'tensor {0} is of the unknown type {1}': '张量 {0} 的类型 {1} 未知',
  'the shape of tensor {0} is not a list of sizes': '张量 {0} 的形状不是尺寸列表',
  'the offsets of tensor {0} are not two numbers': '张量 {0} 的偏移不是两个数',
  'the offsets of tensor {0} are not two ascending numbers': '张量 {0} 的偏移不是两个递增的数',
  'tensor {0} of {1} [{2}] needs {3} bytes, its offsets span {4}':
    '张量 {0}（{1} [{2}]）需要 {3} 字节，其偏移跨越 {4} 字节',
  'the shape of tensor {0} overflows': '张量 {0} 的形状溢出',
  'its __metadata__ is not an object': '其 __metadata__ 不是对象',
  'its __metadata__ has a bad entry {0}': '其 __metadata__ 有错误的条目 {0}',
  'its header is nested too deeply': '其文件头嵌套过深',
  'its header has more than {0} keys': '其文件头的键超过 {0} 个',
  'a name has {0} characters': '有名称长达 {0} 个字符',
  'the name {0} appears twice': '名称 {0} 出现了两次',
  'tensor {0} holds an integer beyond 32 bits at {1}': '张量 {0} 在位置 {1} 处有超出 32 位的整数',
  'Tensor {0} is of type {1}; {2} can be read.': '张量 {0} 的类型为 {1}；可读取的类型有 {2}。',
  'Save the checkpoint in one of these types.': '请以这些类型之一保存检查点。',
  'a tensor is named {0}': '有张量名为 {0}',
  "Images of {0} and of {1} can't be in one batch.": '{0} 的图像与 {1} 的图像不能在同一批中。',
  'Give the image folders of the mix the same `size` and `channels`.':
    '请为混合数据中的图像文件夹设置相同的 `size` 和 `channels`。',
  'The data {0} are not those that the run was planned for: expected {1} images of {2} after the first {3}, found {4} of {5} in all.':
    '数据 {0} 不是规划此运行时的数据：应在前 {3} 张之后有 {1} 张 {2} 的图像，实际共有 {4} 张 {5} 的图像。',
  'Restore the files, or start a new run of the recipe with `retort run`.':
    '请恢复这些文件，或用 `retort run` 重新运行该配方。',
  'An idx source names its files by `path`, or by `imageFile` with `labelFile`, not by both or neither.':
    'idx 数据源用 `path` 或用 `imageFile` 与 `labelFile` 指定文件，不能两者都用或都不用。',
  'Write `path: mnist/train`, or `imageFile:` and `labelFile:`.':
    '请写 `path: mnist/train`，或 `imageFile:` 和 `labelFile:`。',
  '{0} does not exist.': '{0} 不存在。',
  ' nor ': ' 和 ',
  'The folder {0} holds no …-images-idx3-ubyte.': '文件夹 {0} 中没有 …-images-idx3-ubyte。',
  'The folder {0} holds several data sets: {1}.': '文件夹 {0} 中有多个数据集：{1}。',
  'Say which, for example `path: {0}/{1}`.': '请指明是哪一个，例如 `path: {0}/{1}`。',
  'Check the path; it is relative to the recipe, and the files must be unpacked.':
    '请检查路径；它相对于配方，且文件必须已解压。',
  '{0} holds {1} labels for {2} images.': '{0} 有 {1} 个标签，而图像有 {2} 张。',
  'Use the label file that belongs to {0}.': '请使用与 {0} 对应的标签文件。',
  '{0} has {1} bytes; its header announces {2} {3}, {4} bytes.':
    '{0} 有 {1} 字节；其文件头声明 {2} {3}，即 {4} 字节。',
  'Fetch the file again: it is incomplete or damaged.': '请重新获取该文件：它不完整或已损坏。',
  '{0} holds no {1} ({2}).': '{0} 中没有 {1}（{2}）。',
  'Use a file with at least one sample.': '请使用至少含一个样本的文件。',
  '{0} is no IDX file of {1}: it begins with {2}, expected 00 00 08 0{3}.':
    '{0} 不是 {1} 的 IDX 文件：它以 {2} 开头，应为 00 00 08 0{3}。',
  nothing: '空',
  'It is compressed: unpack it with gunzip.': '它是压缩文件：请用 gunzip 解压。',
  'Name the files of an MNIST-like data set.': '请指定类似 MNIST 的数据集的文件。',
  'it has no JPEG or PNG header': '它没有 JPEG 或 PNG 文件头',
  'unknown reason': '原因未知',
  'None of the {0} images of {1} can be decoded.': '{1} 的 {0} 张图像都无法解码。',
  'Check that these are JPEG or PNG files.': '请检查它们是否为 JPEG 或 PNG 文件。',
  "{0} can't be decoded: {1}.": '{0} 无法解码：{1}。',
  'Delete the file, list `{0}` in `exclude`, or leave out all such images with `corrupt: skip`; then run the recipe again.':
    '请删除该文件，将 `{0}` 列入 `exclude`，或用 `corrupt: skip` 略去所有这样的图像；然后重新运行配方。',
  '`exclude` names {0}, which {1} does not hold.': '`exclude` 列出了 {0}，但 {1} 中没有。',
  'Write names as class/file, for example `cat/0001.jpg`.':
    '请以 类别/文件 的形式书写名称，例如 `cat/0001.jpg`。',
  '{0} holds no JPEG or PNG image.': '{0} 中没有 JPEG 或 PNG 图像。',
  'Name a folder, or a .tar, that holds one folder a class with .jpg or .png files inside.':
    '请指定文件夹或 .tar，其中每个类别一个文件夹，内有 .jpg 或 .png 文件。',
  '{0} has a class without images: {1}.': '{0} 有一个类别没有图像：{1}。',
  '{0} has classes without images: {1}.': '{0} 有些类别没有图像：{1}。',
  'Put images into the folder, or delete it: every folder is a class.':
    '请在该文件夹中放入图像，或将其删除：每个文件夹都是一个类别。',
  '{0} holds images at different depths: below {1}.': '{0} 中的图像位于不同深度：在 {1} 之下。',
  'its top': '其顶层',
  'Put one split into an archive, with its classes side by side.': '请一个归档只放一个划分，各类别并列。',
  '`normalize` has {0} means and {1} deviations for {2} channels.':
    '`normalize` 有 {0} 个均值和 {1} 个标准差，而通道有 {2} 个。',
  'Give one mean and one deviation a channel.': '请为每个通道给出一个均值和一个标准差。',
  '{0} ends after {1} bytes, before its end mark or in the middle of a file.':
    '{0} 在 {1} 字节之后结束，尚未到结束标记，或在某个文件中间。',
  'Fetch or make the archive again: it is incomplete.': '请重新获取或制作该归档：它不完整。',
  "{0} is no tar archive, or is damaged: a header's checksum is wrong.":
    '{0} 不是 tar 归档，或已损坏：某个头部的校验和有误。',
  'Use an uncompressed .tar (unpack .tar.gz to .tar first), or the folder itself.':
    '请使用未压缩的 .tar（先将 .tar.gz 解压为 .tar），或直接使用文件夹。',
  "A {0} network is not made of layers and can't be a layers model.":
    '{0} 网络不是由层组成的，无法成为层模型。',
  'Export it as safetensors.': '请导出为 safetensors。',
  'There is no {0} "{1}".': '没有{0}“{1}”。',
  'There is {0}.': '可用的有 {0}。',
  'Training diverged at step {0} of the stage {1} ({2}, seed {3}): the {4} is {5}.':
    '训练在阶段 {1} 的第 {0} 步发散（{2}，种子 {3}）：{4}为 {5}。',
  gradient: '梯度',
  'term {0}': '项 {0} ',
  'Lower the learning rate, clip the gradient (clip: 1), or lower the weight of this term, and start a new run; this one keeps its last checkpoint.':
    '请降低学习率、裁剪梯度（clip: 1）或降低该项的权重，然后重新运行；此运行保留其最后一个检查点。',
  'the student': '学生',
  'the checkpoint': '检查点',
  "Attention transfer compares maps [height, width, channels]; the {0}'s tap is [{1}].":
    '注意力迁移比较的是特征图 [高, 宽, 通道]；{0} 一侧的中间输出为 [{1}]。',
  "The student's feature is [{0}], the teacher's [{1}]; hint compares element by element.":
    '学生的特征为 [{0}]，教师的为 [{1}]；hint 逐元素比较。',
  'Logits are [classes] or [length, classes]; this tap is {0}.':
    'logits 应为 [类别] 或 [长度, 类别]；此中间输出为 {0}。',
  "The student's logits are {0}, the teacher's {1}: both must have the same classes and length.":
    '学生的 logits 为 {0}，教师的为 {1}：两者的类别数和长度必须相同。',
  'Expected a tensor {0} [{1}] and found {2}.': '应有张量 {0} [{1}]，实际为 {2}。',
  none: '无',
  'Choose the checkpoint that belongs to this network, or the network that belongs to this checkpoint.':
    '请选择属于此网络的检查点，或属于此检查点的网络。',
  'The tensor {0} of {1} holds {2} at {3}; expected finite numbers.':
    '{1} 的张量 {0} 在位置 {3} 处为 {2}；应为有限数。',
  'Choose another checkpoint: this one is damaged, or of a training that diverged.':
    '请选择其他检查点：此检查点已损坏，或来自发散的训练。',
  "{0}: {1} heads don't divide the width {2}.": '{0}：{1} 个头不能整除宽度 {2}。',
  'Choose a width that is a multiple of heads.': '请选择头数的整数倍作为宽度。',
  'The network': '网络',
  'The network reads the field tokens; the data have {0}.': '网络读取字段 tokens；数据有 {0}。',
  'Choose a data source with tokens, or say in `inputs` which field to read.':
    '请选择含词元的数据源，或在 `inputs` 中指明读取哪个字段。',
  '{0}: {1}': '{0}：{1}',
  'tokens are int32 [length], found {0}.': '词元应为 int32 [长度]，实际为 {0}。',
  'Say in `inputs` which field holds the tokens.': '请在 `inputs` 中指明哪个字段是词元。',
  "samples of {0} tokens don't fit into {1} positions.": '{0} 个词元的样本放不进 {1} 个位置。',
  'Let samples have at most {0} tokens.': '请让样本最多有 {0} 个词元。',
  '{0} is [{1}], but tokens are [{2}].': '{0} 为 [{1}]，但词元为 [{2}]。',
  'Say in `inputs` which field holds one number a token.':
    '请在 `inputs` 中指明哪个字段为每个词元给出一个数。',
  '{0}: {1} {2}.': '{0}：{1} {2}。',
  'the config': '配置',
  'does not fit': '不合要求',
  'Correct the value; its keys are {0}.': '请改正该值；其键有 {0}。',
  'The network reads the field {0}; the data have {1}.': '网络读取字段 {0}；数据有 {1}。',
  'Choose a data source with images, or say in `inputs` which field to read.':
    '请选择含图像的数据源，或在 `inputs` 中指明读取哪个字段。',
  'The network needs to know how many classes there are, and the data have no labels.':
    '网络需要知道有多少个类别，但数据没有标签。',
  'Give the model labelled data, or a network that says its number of outputs.':
    '请为模型提供有标签的数据，或使用指明输出数的网络。',
  'is to be the logits but does not exist': '应为 logits，但不存在',
  'appears twice': '出现了两次',
  'reads {0}, which does not come before it': '读取了 {0}，但它不在其之前',
  'has {0} inputs but takes one': '有 {0} 个输入，但只接受一个',
  'names two taps': '命名了两个中间输出',
  '{0} gives [{1}], but the data have {2} classes.': '{0} 输出 [{1}]，但数据有 {2} 个类别。',
  'Let the network end in {0} outputs, one a class.': '请让网络以 {0} 个输出结束，每个类别一个。',
  'Layer {0} {1}.': '层 {0} {1}。',
  'Correct the names of the layers.': '请改正层的名称。',
  'of type {0}': '{0} 类型',
  'without a model_type': '没有 model_type',
  'The model is {0}; only bert can be read yet.': '模型为 {0}；目前只能读取 bert。',
  'Choose a BERT encoder.': '请选择 BERT 编码器。',
  'Its {0} is {1}; only {2} can be computed.': '其 {0} 为 {1}；只能计算 {2}。',
  'Choose another model.': '请选择其他模型。',
  "The model's classifier has {0} outputs, but the data have {1} classes.":
    '模型的分类器有 {0} 个输出，但数据有 {1} 个类别。',
  'Say head: new to train another classifier, or choose other data.':
    '请写 head: new 以训练新的分类器，或选择其他数据。',
  "Can't add {0}.": '无法相加 {0}。',
  ' and ': ' 和 ',
  'Give it two or more inputs of one shape.': '请给它两个或更多形状相同的输入。',
  'It normalises axis {0} of [batch, {1}]; only the last axis is possible.':
    '它对 [batch, {1}] 的轴 {0} 归一化；只支持最后一个轴。',
  'Use a model with channels last.': '请使用通道在最后的模型。',
  'one axis': '一个轴',
  "Can't join {0} along axis {1}.": '无法沿轴 {1} 连接 {0}。',
  'Give it two or more inputs that differ in that axis alone.': '请给它两个或更多仅在该轴上不同的输入。',
  '{0}: there is no layer "{1}".': '{0}：没有层“{1}”。',
  'Use one of {0}.': '请使用其中之一：{0}。',
  'a list of sizes': '尺寸列表',
  "[{0}] can't be reshaped to [{1}].": '[{0}] 无法变形为 [{1}]。',
  'Give sizes whose product is {0}, with at most one -1.': '请给出乘积为 {0} 的尺寸，最多一个 -1。',
  'The layer slides over [height, width, channels], but its input is [{0}].':
    '该层在 [高, 宽, 通道] 上滑动，但其输入为 [{0}]。',
  'Put it before flattening, or reshape its input.': '请将其放在展平之前，或改变其输入的形状。',
  'A window of {0} does not fit into {1} × {2}.': '{0} 的窗口放不进 {1} × {2}。',
  'Use larger images, fewer layers, or padding: same.': '请使用更大的图像、更少的层或 padding: same。',
  "The model's input is [{0}], the data give [{1}].": '模型的输入为 [{0}]，数据给出 [{1}]。',
  any: '任意',
  student: '学生',
  teacher: '教师',
  'seed {0}, {1}, student': '种子 {0}，{1}，学生',
  'seed {0}, {1}, baseline': '种子 {0}，{1}，基线',
  'Choose the data that the model was made for, or a model for these data.':
    '请选择该模型所适用的数据，或适用于这些数据的模型。',
  'resnet: depth {0} is not 6 n + 2: three stages of n blocks, two convolutions each, and two layers around them.':
    'resnet：深度 {0} 不是 6 n + 2：三个阶段各 n 个块，每块两个卷积，前后再加两层。',
  'Use {0} or {1}.': '请使用 {0} 或 {1}。',
  '{0}: {1} joins several layers, but in a sequence each layer has one input.':
    '{0}：{1} 连接多个层，但在 sequence 中每层只有一个输入。',
  'Leave it out, or use a layers-model.': '请去掉它，或使用 layers-model。',
  '{0}: the network ends in a softmax, but losses work on logits.':
    '{0}：网络以 softmax 结束，但损失作用于 logits。',
  'Leave the softmax out.': '请去掉 softmax。',
  '{0} has {1} values; {2} is the most.': '{0} 有 {1} 个值；最多 {2} 个。',
  'Use smaller layers or smaller samples.': '请使用更小的层或更小的样本。',
};

import type { Table } from '../say.ts';

/** TensorFlow.js 的层模型。 */
export const keras: Table = {
  'Layer {0}: {1} is {2}, expected {3}.': '层 {0}：{1} 为 {2}，应为 {3}。',
  'Change the layer in the model and save it again.': '请修改模型中的该层并重新保存。',
  'an integer': '整数',
  'a number': '数',
  'true or false': 'true 或 false',
  'one or two integers': '一个或两个整数',
  'Layer {0} is a Lambda: its function is code, which a model file may not bring along.':
    '层 {0} 是 Lambda：其函数是代码，模型文件不得携带代码。',
  'Replace it by a layer of its own kind and save the model again.': '请用专门的层代替它，并重新保存模型。',
  "Layer {0} is a {1}, which Retort can't train.": '层 {0} 是 {1}，Retort 无法训练。',
  'Replace it; these can be read: {0}.': '请替换它；可读取的有：{0}。',
  'The model has no layers besides its input': '模型除输入外没有层',
  'The model ends in a sigmoid ({0}); a classifier with one logit a class is expected.':
    '模型以 sigmoid（{0}）结束；应为每个类别一个 logit 的分类器。',
  'Save the model without the sigmoid, with one output a class.':
    '请去掉 sigmoid 后保存模型，每个类别一个输出。',
  'Layer {0}: {1}.': '层 {0}：{1}。',
  'Save the model again with TensorFlow.js or convert it from Keras 2.':
    '请用 TensorFlow.js 重新保存模型，或从 Keras 2 转换。',
  'This is a graph model, which can teach but not be trained; a layers model is expected':
    '这是图模型，可以作为教师但不能训练；应为层模型',
  'The file has no Sequential or Functional model in modelTopology':
    '文件的 modelTopology 中没有 Sequential 或 Functional 模型',
  'The model has no layers': '模型没有层',
  'the name appears twice': '该名称出现了两次',
  'Layer {0} has no class_name, config or name': '层 {0} 没有 class_name、config 或 name',
  'Layer {0} has the unusable name {1}': '层 {0} 的名称 {1} 不可用',
  'its input shape is not [null, …]': '其输入形状不是 [null, …]',
  'its input shape has a size that is not a positive integer': '其输入形状中有不是正整数的尺寸',
  'it has no batch_input_shape, which the first layer must have': '它没有 batch_input_shape，而第一层必须有',
  'it is the input but no InputLayer with batch_input_shape':
    '它是输入，但不是带 batch_input_shape 的 InputLayer',
  'The model has {0} inputs; one is expected.': '模型有 {0} 个输入；应为一个。',
  'The model has {0} outputs; one is expected.': '模型有 {0} 个输出；应为一个。',
  'Save a model with one input.': '请保存只有一个输入的模型。',
  'Save a model with one output.': '请保存只有一个输出的模型。',
  '{0} names no layer': '{0} 没有指定层',
  'its inbound_nodes are of Keras 3; Keras 2 is expected': '其 inbound_nodes 属于 Keras 3；应为 Keras 2',
  'it is not connected': '它没有连接',
  "Layer {0} is used more than once or has several outputs, which can't be represented.":
    '层 {0} 被使用多次或有多个输出，无法表示。',
  'Save a model in which each layer is used once.': '请保存每层只使用一次的模型。',
  'it is read but does not exist': '它被读取，但不存在',
  'it depends on its own output': '它依赖于自己的输出',
  'Its weight files end before {0} [{1}] does': '其权重文件在 {0} [{1}] 结束之前就结束了',
  'Its weight files have {0} bytes, but the manifest describes {1}':
    '其权重文件有 {0} 字节，但清单描述的是 {1} 字节',
  'its weight {0} is missing from the manifest': '清单中缺少其权重 {0}',
  'The file has no weightsManifest': '文件没有 weightsManifest',
  'A group of weightsManifest has no paths or weights': 'weightsManifest 中有一组没有 paths 或 weights',
  'A weight file in weightsManifest has no name': 'weightsManifest 中有权重文件没有名称',
  'Its weight file {0} is not a path below model.json': '其权重文件 {0} 不是 model.json 之下的路径',
  'An entry of weightsManifest has no name or shape': 'weightsManifest 中有条目没有名称或形状',
  'Weight {0} is of the unknown type {1}': '权重 {0} 的类型 {1} 未知',
};

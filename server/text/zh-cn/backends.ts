import type { Table } from '../say.ts';

/** 计算后端。 */
export const backends: Table = {
  'Functions recorded once and run by ONNX Runtime on all processor cores: the default.':
    '函数只记录一次，由 ONNX Runtime 在所有处理器核心上运行：默认。',
  'TensorFlow.js in WebAssembly with SIMD, one thread: the default without native libraries.':
    '带 SIMD 的 WebAssembly 版 TensorFlow.js，单线程：没有原生库时的默认。',
  'TensorFlow.js in plain JavaScript: the reference that the others are tested against, and slow.':
    '纯 JavaScript 的 TensorFlow.js：其他后端以它为参考进行测试，速度慢。',
  'The backend {0} did not start: TensorFlow.js could not initialise it.':
    '后端 {0} 未能启动：TensorFlow.js 无法初始化它。',
  'Choose another with `backend:` in the recipe or --backend; `retort backends` lists what can run here.':
    '请在配方中用 `backend:` 或用 --backend 另选一个；`retort backends` 列出此处可用的后端。',
  'one processor core, JavaScript': '一个处理器核心，JavaScript',
  'There is no backend "{0}"; expected {1}.': '没有后端“{0}”；应为 {1}。',
  ' or ': ' 或 ',
  'Did you mean {0}? `retort backends` lists what can run here.':
    '是否指 {0}？`retort backends` 列出此处可用的后端。',
  "its {0} bytes of weights don't fit into one file of 2 GiB": '其 {0} 字节的权重放不进一个 2 GiB 的文件',
  'it has no input': '它没有输入',
  '{0} has no batch axis': '{0} 没有批量轴',
  'ONNX has nothing for {0}': 'ONNX 没有与 {0} 对应的算子',
  "{0} is an operator of ONNX Runtime's own": '{0} 是 ONNX Runtime 自有的算子',
  "A {0} network can't be an ONNX model: {1}.": '{0} 网络无法成为 ONNX 模型：{1}。',
  'Export it as safetensors, and report this with the recipe.':
    '请导出为 safetensors，并附上配方报告此问题。',
  'ONNX Runtime refused the exported model: {0}': 'ONNX Runtime 拒绝了导出的模型：{0}',
  'This is a defect: please report it with the recipe. Until then export safetensors.':
    '这是一个缺陷：请附上配方报告。在修复之前请导出 safetensors。',
  'what it does depends on the batch size': '其计算取决于批量大小',
  'its constants depend on the batch size': '其常量取决于批量大小',
  'a constant of its own ({0} [{1}]) grows with the batch': '其自身的常量（{0} [{1}]）随批量增大',
  'ONNX Runtime has no binary for {0}; expected {1}.': 'ONNX Runtime 没有适用于 {0} 的二进制文件；应为 {1}。',
  "ONNX Runtime needs a Node.js of its own, not the editor's.":
    'ONNX Runtime 需要独立的 Node.js，而不是编辑器自带的。',
  'The package onnxruntime-node is not there, or without its binary.':
    '没有 onnxruntime-node 包，或其缺少二进制文件。',
  '{0} processor cores, ONNX Runtime': '{0} 个处理器核心，ONNX Runtime',
  "The onnx backend can't start: {0}": 'onnx 后端无法启动：{0}',
  'Choose the wasm backend, which runs everywhere, or install the package of Retort for your platform (from source: npm install).':
    '请选择到处都能运行的 wasm 后端，或安装适用于您平台的 Retort 包（从源代码：npm install）。',
  'ONNX Runtime refused a graph of {0} nodes: {1}': 'ONNX Runtime 拒绝了一个含 {0} 个节点的图：{1}',
  'This is a defect: please report it with the recipe. Until then `backend: wasm` runs it.':
    '这是一个缺陷：请附上配方报告。在修复之前可用 `backend: wasm` 运行。',
  'A value was read where there are only shapes.': '在只有形状的地方读取了值。',
  'This is a defect: networks, losses and steps may not read tensors. Please report it with the recipe.':
    '这是一个缺陷：网络、损失和训练步不得读取张量的值。请附上配方报告。',
  "A tensor of type {0} can't be recorded; expected float32, int32 or bool.":
    '无法记录类型为 {0} 的张量；应为 float32、int32 或 bool。',
  'Networks, losses and steps work on numbers. Please report it with the recipe.':
    '网络、损失和训练步只处理数值。请附上配方报告。',
  "The recording backend lacks the op {0}, so its shape can't be known before it runs.":
    '记录后端缺少算子 {0}，因此运行之前无法得知其形状。',
  'Build it from other ops, or add the kernel to server/backends/recording/kernels.':
    '请用其他算子构造它，或把该内核加入 server/backends/recording/kernels。',
  "A recorded function uses a tensor that is not among its inputs and whose values can't be read.":
    '被记录的函数使用了一个不在其输入之中、值也无法读取的张量。',
  'This is a defect: such a tensor has to be passed as an input. Please report it with the recipe.':
    '这是一个缺陷：这样的张量必须作为输入传入。请附上配方报告。',
  'This processor or this Node.js has no 128-bit WebAssembly instructions (SIMD).':
    '此处理器或此 Node.js 不支持 128 位 WebAssembly 指令（SIMD）。',
  '{0} is neither beside the program nor in @tensorflow/tfjs-backend-wasm.':
    '{0} 既不在程序旁边，也不在 @tensorflow/tfjs-backend-wasm 中。',
  'one processor core, WebAssembly SIMD': '一个处理器核心，WebAssembly SIMD',
  "The wasm backend can't start: {0} was not found.": 'wasm 后端无法启动：未找到 {0}。',
  'Run npm install again, or choose the cpu backend.': '请重新运行 npm install，或选择 cpu 后端。',
  'einsum "{0}" repeats a letter within an operand or has none.':
    'einsum “{0}” 在一个操作数内重复了字母，或没有字母。',
  'Take the diagonal first, or write it with matMul.': '请先取对角线，或改用 matMul。',
  'gather was asked for row {0} of {1}.': 'gather 被要求取第 {0} 行，而共有 {1} 行。',
  'Check that tokens and labels of the data are smaller than the number of rows of the table they look into.':
    '请检查数据中的词元和标签是否都小于所查表的行数。',
};

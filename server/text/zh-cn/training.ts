import type { Table } from '../say.ts';

/** 训练服务器、其客户端与训练进程。 */
export const training: Table = {
  'Nothing answered.': '没有任何响应。',
  'The training server could not be reached in time. {0}': '未能及时连接到训练服务器。{0}',
  'Try again. If it stays so, look at {0}, and whether {1} runs.':
    '请重试。如果仍然如此，请查看 {0}，并检查 {1} 能否运行。',
  'It has not said where it listens.': '它尚未告知在何处监听。',
  'Connecting to the training server was cancelled.': '连接训练服务器的操作已取消。',
  'Connect again if it was not meant.': '如果并非有意，请重新连接。',
  'Training needs Node.js {0} or later, and there is none: {1}.':
    '训练需要 Node.js {0} 或更高版本，但未找到：{1}。',
  'Install Node.js from https://nodejs.org, or name its program in the setting retort.nodePath.':
    '请从 https://nodejs.org 安装 Node.js，或在设置 retort.nodePath 中指定其程序。',
  'is not there': '不存在',
  "can't be run": '无法运行',
  'is not Node.js': '不是 Node.js',
  'is an Electron program': '是 Electron 程序',
  'is version {0}': '的版本是 {0}',
  '{0} bytes came where {1} were expected.': '收到 {0} 字节，应为 {1} 字节。',
  'The other side has another secret.': '对方的密钥不同。',
  'The other side closed the connection.': '对方关闭了连接。',
  'The other side said nothing in time.': '对方未及时响应。',
  'It ended with {0}.': '它以 {0} 结束。',
  'code {0}': '代码 {0}',
  "can't be made": '无法创建',
  'is a link or a file': '是链接或文件',
  'belongs to another user': '属于其他用户',
  'is open to other users': '其他用户也可访问',
  "The training server's folder {0} {1}; expected a folder of this user alone (mode 700).":
    '训练服务器的文件夹 {0} {1}；应为仅当前用户可访问的文件夹（权限 700）。',
  'Remove it, or name another folder in the environment variable RETORT_RUNTIME_FOLDER.':
    '请将其删除，或在环境变量 RETORT_RUNTIME_FOLDER 中指定其他文件夹。',
  'The request {0} was cancelled.': '请求 {0} 已取消。',
  'Ask again if it was not meant.': '如果并非有意，请重新请求。',
  'The training server ended before it answered.': '训练服务器在响应之前结束了。',
  'Try again: it is started anew. Runs that trained have stopped with a checkpoint and can be resumed.':
    '请重试：它会重新启动。正在训练的运行已写入检查点并停止，可以继续。',
  'JPEG and PNG images can’t be decoded here: this package of Retort has no image decoder.':
    '此处无法解码 JPEG 和 PNG 图像：此 Retort 包没有图像解码器。',
  'Install the package of Retort that is made for your platform, or use data that need no decoding (`idx`).':
    '请安装适用于您平台的 Retort 包，或使用无需解码的数据（`idx`）。',
  'The data were closed.': '数据已关闭。',
  'Start the run again.': '请重新启动运行。',
  '1 image can’t be decoded and is left out: {0}.': '1 张图像无法解码，已略去：{0}。',
  '{0} images can’t be decoded and are left out: {1}.': '{0} 张图像无法解码，已略去：{1}。',
  '{0} is not JSON.': '{0} 不是 JSON。',
  'Name the model.json of a TensorFlow.js layers model, or a Hugging Face folder.':
    '请指定 TensorFlow.js 层模型的 model.json，或 Hugging Face 文件夹。',
  "Its manifest names the weight file {0}, which is outside the model's folder.":
    '其清单指定的权重文件 {0} 在模型的文件夹之外。',
  'Save the model again; its weight files lie beside model.json.':
    '请重新保存模型；其权重文件应与 model.json 放在一起。',
  '{0} describes no model.': '{0} 没有描述模型。',
  'Choose a safetensors file, the model.json of a TensorFlow.js model, or a Hugging Face folder.':
    '请选择 safetensors 文件、TensorFlow.js 模型的 model.json 或 Hugging Face 文件夹。',
  'Its header has {0} bytes; more than {1} are not looked at.':
    '其文件头有 {0} 字节；超过 {1} 字节的不予读取。',
  'Write the file again with fewer or shorter names.': '请减少或缩短名称后重新写入该文件。',
  'Its weight files have {0} bytes, but the manifest describes {1}.':
    '其权重文件有 {0} 字节，但清单描述的是 {1} 字节。',
  'Copy all files of the model again.': '请重新复制模型的所有文件。',
  'Its weight file {0} does not exist.': '其权重文件 {0} 不存在。',
  'Copy all files of the model: its weights lie beside model.json.':
    '请复制模型的所有文件：其权重与 model.json 放在一起。',
  '{0} is {1}; expected a recipe.': '{0} 是{1}；应为配方。',
  'Name a *.distill.yaml file; `retort init` writes one.':
    '请指定 *.distill.yaml 文件；可用 `retort init` 创建。',
  'a folder': '文件夹',
  '{0} bytes long': '长达 {0} 字节的文件',
  'not text in UTF-8': '非 UTF-8 文本',
  '{0} threads were asked for; the backend {1} can use one thread here.':
    '要求使用 {0} 个线程；后端 {1} 在此处只能使用一个线程。',
  '{0} threads were asked for; the backend {1} can use 1 to {2} threads here.':
    '要求使用 {0} 个线程；后端 {1} 在此处可使用 1 到 {2} 个线程。',
  'Give fewer threads, or say nothing about them.': '请减少线程数，或不指定线程数。',
  "Computing with {0}, because the faster backend {1} can't run here: {2}":
    '使用 {0} 计算，因为更快的后端 {1} 在此处无法运行：{2}',
  "The backend {0} can't compute here: {1}": '后端 {0} 在此处无法计算：{1}',
  'Choose another with --backend; `retort backends` lists them.':
    '请用 --backend 另选一个；`retort backends` 列出所有后端。',
  '{0} came before initialize.': '{0} 先于 initialize 到达。',
  'There is no request {0}.': '没有请求 {0}。',
  'The request was cancelled.': '请求已取消。',
  'This is a bug in Retort: please report it with server.log.':
    '这是 Retort 的缺陷：请附上 server.log 报告。',
  'Update Retort in the editor and on the command line to the same version, and reload the window.':
    '请将编辑器和命令行中的 Retort 更新到同一版本，并重新加载窗口。',
  "Run {0} can't be read: {1}.": '无法读取运行 {0}：{1}。',
  'Restore its files from a copy, or delete the run.': '请从副本恢复其文件，或删除该运行。',
  '{0} is not {1}.': '{0} 不是{1}。',
  'a text of at most {0} characters': '最多 {0} 个字符的文本',
  'an absolute path': '绝对路径',
  'a whole number from {0} to {1}': '{0} 到 {1} 的整数',
  'a list of at most {0} things': '最多 {0} 项的列表',
  'an object': '对象',
  'line {0}: {1}': '第 {0} 行：{1}',
  ' And {0} more.': ' 另有 {0} 个。',
  'an error': '一个错误',
  '{0} errors': '{0} 个错误',
  'The recipe has {0}: {1}{2}': '配方有{0}：{1}{2}',
  'Mend it and run it again; `retort check` lists all problems, and the editor marks them.':
    '请修复后重新运行；`retort check` 会列出所有问题，编辑器也会标出。',
  '{0} columns of {1} points are too many for one answer.': '{0} 列、每列 {1} 个点，超出一次响应的限度。',
  '{0} is not in a folder .retort/runs, where runs are.': '{0} 不在存放运行的 .retort/runs 文件夹中。',
  'Run {0} is {1}.': '运行 {0} {1}。',
  'Stop it first, then remove it.': '请先停止，再删除。',
  'Start a new run of the recipe.': '请重新运行该配方。',
  'There is nothing to stop.': '没有可停止的内容。',
  'Resume it to go on.': '要接着训练，请继续该运行。',
  'The training server makes room for a newer one and takes no more runs.':
    '训练服务器正在让位给更新的版本，不再接受运行。',
  'Resume the run: the newer server takes it.': '请继续该运行：更新的服务器会接手。',
  "The path of the training server's socket has {0} bytes; {1} are possible.":
    '训练服务器套接字的路径有 {0} 字节；最多 {1} 字节。',
  'Name a shorter folder in the environment variable RETORT_RUNTIME_FOLDER.':
    '请在环境变量 RETORT_RUNTIME_FOLDER 中指定更短的文件夹。',
  'The training server is of version {0}, older than {1}. It finishes its runs and makes room.':
    '训练服务器的版本是 {0}，比 {1} 旧。它会完成自己的运行，然后让位。',
  'Connect again.': '请重新连接。',
  "The training server is of version {0}; version {1} doesn't speak as it does.":
    '训练服务器的版本是 {0}；版本 {1} 的协议与它不同。',
  'Update Retort here to the same version, and reload the window.':
    '请将此处的 Retort 更新到同一版本，并重新加载窗口。',
  'The training process ended without a word ({0}).{1}': '训练进程未作说明就结束了（{0}）。{1}',
  ' It printed last: {0}': ' 它最后输出：{0}',
  'Resume the run; it goes on from its last checkpoint.': '请继续该运行；它会从最后一个检查点开始。',
  'Restore the file, or start a new run of the recipe with `retort run`.':
    '请恢复该文件，或用 `retort run` 重新运行该配方。',
  'The data {0} are not those that the run was planned for: {1} {2}.':
    '数据 {0} 不是规划此运行时的数据：{1} {2}。',
  'has other content': '的内容不同',
  'has {0} bytes instead of {1}': '有 {0} 字节，而不是 {1} 字节',
  'The checkpoint of {0} is not the one that the run was planned for: {1} has other content.':
    '{0} 的检查点不是规划此运行时的检查点：{1} 的内容不同。',
  'This is a bug in Retort: please report it with the log.': '这是 Retort 的缺陷：请附上日志报告。',
  'seed {0}: {1}, {2}': '种子 {0}：{1}，{2}',
  '{0} is skipped: {1}': '{0} 已跳过：{1}',
  'stopped early: {0} did not improve in {1} evaluations': '提前停止：{0} 在 {1} 次评估中没有改善',
};

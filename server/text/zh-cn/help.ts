import type { Table } from '../say.ts';

/** 终端命令的帮助。 */
export const help: Table = {
  '{0} distils a large neural network into a small one.': '{0} 将大型神经网络蒸馏为小型网络。',
  Usage: '用法',
  Commands: '命令',
  '`retort COMMAND --help` explains one. `retort --version` prints the version.':
    '`retort COMMAND --help` 解释一个命令。`retort --version` 显示版本。',
  'Every command takes --json: one JSON value, or a line of JSON for each thing that happens.':
    '每个命令都接受 --json：输出一个 JSON 值，或每件事输出一行 JSON。',
  'Exit codes': '退出代码',
  'train what a recipe says and report whether distillation helped': '按配方训练，并报告蒸馏是否有帮助',
  'look for problems in a recipe, its data and its checkpoints': '查找配方、其数据和检查点中的问题',
  'show all that a run of a recipe would do, with sizes and estimates':
    '显示运行配方将做的一切，附大小与估计',
  'go on with a run that was stopped or interrupted': '继续已停止或已中断的运行',
  'stop a run at its next step, with a checkpoint': '在下一步写入检查点并停止运行',
  'list the runs, the newest first': '列出运行，最新的在前',
  'show the figures of a run and where its page is': '显示运行的数字及其页面位置',
  'score a checkpoint on a data set of a recipe': '在配方的数据集上为检查点评分',
  'write a trained model for other programs': '写出训练好的模型供其他程序使用',
  'write a recipe to begin with': '写出用于起步的配方',
  'list what can compute here': '列出此处可用于计算的后端',
  'serve an editor: problems, completion, explanations of a recipe while it is written':
    '为编辑器服务：编写配方时的问题、补全与解释',
  'check that every loss term of a recipe is at its floor when student equals teacher':
    '检查学生等于教师时，配方的每个损失项是否处于下限',
  'a *.distill.yaml file': '*.distill.yaml 文件',
  "train with these seeds instead of the recipe's": '用这些种子代替配方的种子训练',
  "compute with this backend instead of the recipe's; see `retort backends`":
    '用此后端代替配方的后端计算；参阅 `retort backends`',
  'processor threads (default: all but one where the backend has threads)':
    '处理器线程（默认：后端支持线程时，除一个外全部使用）',
  'folder whose .retort holds the runs (default: the current folder)':
    '其 .retort 存放运行的文件夹（默认：当前文件夹）',
  'train also where more memory is expected to be needed than there is': '即使预计所需内存超出可用内存也训练',
  'leave the run to the training server and return; it waits there for its turn':
    '将运行交给训练服务器并返回；它在那里排队等候',
  'Ctrl-C stops at the next step, with a checkpoint; a second one at once. With --json there is a line for each thing that happens: `created`, `started`, `progress`, `message`, and last `ended`.':
    'Ctrl-C 在下一步写入检查点并停止；再按一次立即结束。使用 --json 时每件事输出一行：`created`、`started`、`progress`、`message`，最后是 `ended`。',
  'A recipe that checks, runs: data and checkpoints are looked at too, nothing is trained.':
    '通过检查的配方就能运行：数据和检查点也会查看，不会训练任何内容。',
  'With --json the plan itself, as a run keeps it in plan.json, and the estimate.':
    '使用 --json 时输出规划本身（与运行保存在 plan.json 中的相同）和估计。',
  'a run: its id, the beginning of it, `last`, or its folder': '运行：其 id、id 的开头、`last` 或其文件夹',
  'resume though another machine holds the run; sure that it no longer works on it':
    '即使其他机器持有该运行也继续；确信它已不再工作',
  'What is trained from here on equals what an uninterrupted run would have trained.':
    '从此处开始的训练与未中断的运行所做的训练相同。',
  'The run writes a checkpoint after its current step and ends; `retort resume` continues it.':
    '运行在当前步之后写入检查点并结束；`retort resume` 继续它。',
  'A run is `interrupted` when it says that it runs and the process that did is gone: resume it.':
    '当运行自称正在运行而其进程已不在时，它就是“已中断”：请继续它。',
  'Of a run that has not finished, the report holds what is known so far.':
    '对尚未完成的运行，报告包含目前所知的内容。',
  'a model of the recipe (default: the one that trains last)': '配方中的模型（默认：最后训练的模型）',
  'its weights, safetensors (default: the one that the recipe names)':
    '其权重，safetensors（默认：配方指定的）',
  'labelled data of the recipe (default: those that the report is scored on)':
    '配方中有标签的数据（默认：报告评分所用的）',
  'a model of the recipe (default: the one that trained last)': '配方中的模型（默认：最后训练过的模型）',
  'the seed it was trained with (default: the best on the validation data)':
    '训练所用的种子（默认：验证数据上最好的）',
  'safetensors, layers-model for TensorFlow.js, or onnx (default: safetensors)':
    'safetensors、用于 TensorFlow.js 的 layers-model 或 onnx（默认：safetensors）',
  'with onnx: weights and activations in eight bits': '与 onnx 一起使用：八位权重与激活',
  'folder to write into (default: the current folder)': '写入的文件夹（默认：当前文件夹）',
  'The weights are those chosen on the validation data. A model that is still training is exported as it is at the newest checkpoint. Nothing is overwritten. An ONNX model is run on the data that the run is scored on before it gets its name, and compared with the network.':
    '权重是按验证数据选取的。仍在训练的模型按最新检查点的状态导出。不会覆盖任何内容。ONNX 模型在获得其名称之前，会在该运行评分所用的数据上运行，并与网络比较。',
  'folder of the new recipe (default: the current folder)': '新配方的文件夹（默认：当前文件夹）',
  'what to begin with (default: digits)': '从什么开始（默认：digits）',
  'list the templates and do nothing else': '列出模板，不做其他事',
  'Nothing is ever overwritten.': '绝不覆盖任何内容。',
  'A recipe with `backend: auto`, or none, takes the one marked *.':
    '写有 `backend: auto` 或未写后端的配方使用标有 * 的后端。',
  'speak over standard input and output': '通过标准输入与输出通信',
  "speak over Node.js's channel to the process that started this one":
    '通过 Node.js 的通道与启动它的进程通信',
  'end when this process ends': '在此进程结束时结束',
  'Any editor that speaks the Language Server Protocol can start it for *.distill.yaml; see docs/editors.md.':
    '任何支持语言服务器协议的编辑器都可为 *.distill.yaml 启动它；参阅 docs/editors.md。',
  'Each term is computed with its teacher in the student’s place, on the first batch of its stage. Where the floor is not 0 the value only has to be finite.':
    '每一项都以教师代替学生，在其阶段的第一批上计算。下限不为 0 时，其值只需有限。',
  'answer in JSON': '以 JSON 回答',
  'explain the command': '解释该命令',
  done: '完成',
  'the recipe has errors, or a check did not pass': '配方有错误，或检查未通过',
  'wrong usage': '用法有误',
  'the run failed': '运行失败',
  'the run was stopped; `retort resume` continues it': '运行已停止；`retort resume` 继续它',
  'another process works on the run': '另一进程正在处理该运行',
  'a file, run or backend is missing, unreadable or not what is needed':
    '文件、运行或后端缺失、不可读或不是所需的',
  'a defect in Retort; the message names a log file': 'Retort 的缺陷；消息会给出日志文件',
  'ended at once by a second Ctrl-C': '因再次按下 Ctrl-C 而立即结束',
};

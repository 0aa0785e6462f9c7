import type { Table } from '../say.ts';

/** 描述符：损失、网络、层、数据源、优化器、投影及其参数。 */
export const methods: Table = {
  'The student looks where the teacher looks (attention transfer)': '学生看教师所看之处（注意力迁移）',
  'reference: mean squared difference; paper: norm of the difference, per sample':
    'reference：均方差；paper：逐样本的差的范数',
  'Power of the activations; at odd powers reference keeps their signs (F^p), paper takes |F|^p':
    '激活的幂次；幂次为奇数时 reference 保留符号（F^p），paper 取 |F|^p',
  'szagoruyko/attention-transfer: weight 1000 (β); beside distillation T 4 and α 0.9':
    'szagoruyko/attention-transfer：权重 1000（β）；与 T 4、α 0.9 的蒸馏并用',
  'KD_Lib: leaves out the mean over channels, so both maps need the same channels':
    'KD_Lib：不对通道取均值，因此两个特征图的通道必须相同',
  'Cross-entropy with the hard label': '与硬标签的交叉熵',
  'ε: share of the label spread evenly over all classes': 'ε：平均分摊到所有类别的标签份额',
  'the entropy of the smoothed label, 0 without smoothing, reached by a certain and right student':
    '平滑标签的熵，不平滑时为 0，由确信且正确的学生达到',
  'The projected student feature equals the teacher feature (FitNets)':
    '投影后的学生特征等于教师特征（FitNets）',
  'reference: mean over elements; paper: half the sum of squares of an entry':
    'reference：对元素取均值；paper：每一项平方和的一半',
  'FitNets paper: hints alone up to the guided layer, then distillation; RepDistiller: hint and cross-entropy together':
    'FitNets 论文：先仅用 hint 训练到被引导层，再蒸馏；RepDistiller：hint 与交叉熵同时使用',
  'torchdistill: two stages, sum over elements, a 1×1 convolution with ReLU':
    'torchdistill：两个阶段，对元素求和，带 ReLU 的 1×1 卷积',
  'mmrazor: weight 10 on two stages, beside KL': 'mmrazor：两个阶段权重均为 10，与 KL 并用',
  "Knowledge distillation with a temperature a sample, by the student's confidence":
    '按学生的置信度逐样本设定温度的知识蒸馏',
  'T at mean difficulty': '平均难度下的 T',
  'How far the temperature moves': '温度的变动幅度',
  "the teacher's entropy at the samples' temperatures": '教师在各样本温度下的熵',
  "a sample's temperature is centred on the batch's mean difficulty": '样本的温度以该批的平均难度为中心',
  "each sample's temperature, which is computed from the student's logits":
    '由学生的 logits 计算的各样本温度',
  'Knowledge distillation with a temperature a sample, by the angle between the logits':
    '按 logits 之间的夹角逐样本设定温度的知识蒸馏',
  'How sharply difficulty grows': '难度增长的陡峭程度',
  "the teacher's entropy at T": '教师在 T 下的熵',
  'Knowledge distillation on standardised logits': '在标准化 logits 上的知识蒸馏',
  'ε: keeps the quotient finite where all logits are equal': 'ε：在所有 logits 相等时使商保持有限',
  'Knowledge distillation from a teacher corrected to prefer the label by a threshold':
    '将教师修正为以一定阈值偏向标签的知识蒸馏',
  'T of both networks': '两个网络的 T',
  'τ: lead of the label in the corrected distribution': 'τ：修正后的分布中标签的领先幅度',
  "the divergence of the teacher's distribution from its corrected one": '教师的分布与其修正后分布的散度',
  "Knowledge distillation after moving the teacher's largest logit to the label":
    '将教师最大的 logit 移到标签之后的知识蒸馏',
  "the distance between the teacher's distribution and its corrected one": '教师的分布与其修正后分布的距离',
  'TextBrewer: followed by soft cross-entropy or squared error of logits, both without T²':
    'TextBrewer：其后接软交叉熵或 logits 平方误差，均不乘 T²',
  'The student follows the softened class distribution of the teacher': '学生跟随教师软化后的类别分布',
  'What is measured between the softened logits': '软化 logits 之间的度量',
  'T of both networks; divides the logits': '两个网络的 T；用来除 logits',
  "The student's T where it differs from the teacher's": '学生的 T（与教师不同时）',
  "The teacher's T where it differs from the student's": '教师的 T（与学生不同时）',
  "Multiplies by T² (the product of both temperatures), so that T leaves the gradient's size":
    '乘以 T²（两个温度之积），使 T 不影响梯度的大小',
  'forward: KL(teacher ‖ student), reverse: KL(student ‖ teacher)':
    'forward：KL(教师 ‖ 学生)，reverse：KL(学生 ‖ 教师)',
  'exclude: padded tokens leave sum and mean; zero-logits: their logits become 0 and they dilute the mean (GLMKD)':
    'exclude：填充词元不计入和与均值；zero-logits：其 logits 变为 0 并稀释均值（GLMKD）',
  'the distance of the same logits at the two temperatures': '相同 logits 在两个温度下的距离',
  "the teacher's entropy at its temperature": '教师在其温度下的熵',
  'TextBrewer kd_ce_loss: soft cross-entropy without T²': 'TextBrewer kd_ce_loss：不乘 T² 的软交叉熵',
  'KD_Lib VanillaKD: squared error of probabilities times T², mean over all elements; T 20, weight 0.5':
    'KD_Lib VanillaKD：概率的平方误差乘 T²，对所有元素取均值；T 20，权重 0.5',
  'torchdistill KDLoss: without labels, or with alpha 0, neither T² nor a weight':
    'torchdistill KDLoss：没有标签或 alpha 为 0 时，既不乘 T² 也不乘权重',
  'NVIDIA Model-Optimizer, BERT-PKD, TAKD: KL with mean, so also divided by the number of classes':
    'NVIDIA Model-Optimizer、BERT-PKD、TAKD：KL 取 mean，因此还除以类别数',
  'PaddleSlim soft_label: soft cross-entropy without T², a temperature for each side, mean':
    'PaddleSlim soft_label：不乘 T² 的软交叉熵，两侧各有温度，取 mean',
  'GLMKD: padded logits become 0 and stay in the mean; T² with KL, none with soft cross-entropy':
    'GLMKD：填充的 logits 变为 0 并留在均值中；KL 乘 T²，软交叉熵不乘',
  'Greyscale images and labels in the IDX files of MNIST.': 'MNIST 的 IDX 文件中的灰度图像与标签。',
  'What the two file names begin with (`mnist/train` for `mnist/train-images-idx3-ubyte` and `mnist/train-labels-idx1-ubyte`), or a folder with one such pair.':
    '两个文件名的开头（`mnist/train` 对应 `mnist/train-images-idx3-ubyte` 和 `mnist/train-labels-idx1-ubyte`），或含有一对这样的文件的文件夹。',
  'The file of images, in place of `path`.': '图像文件，代替 `path`。',
  'The file of labels beside `imageFile`; without it nothing is labelled.':
    '与 `imageFile` 配套的标签文件；没有它就没有标签。',
  'A folder a class with JPEG or PNG images, as it is or inside a tar.':
    '每个类别一个文件夹，内有 JPEG 或 PNG 图像，可直接使用或放在 tar 中。',
  'A folder, or a .tar, with a folder a class and JPEG or PNG files inside.':
    '文件夹或 .tar，其中每个类别一个文件夹，内有 JPEG 或 PNG 文件。',
  'Height and width that images are scaled to; those of the first image when left out.':
    '图像缩放到的高和宽；省略时取第一张图像的。',
  '1 for greyscale, 3 for colour; as the first image when left out.':
    '1 为灰度，3 为彩色；省略时与第一张图像相同。',
  'Images to leave out, as `class/file`.': '要略去的图像，写作 `类别/文件`。',
  '`fail`: an image that can’t be decoded ends the run when it is first used. `skip`: all images are decoded once at the start and such are left out.':
    '`fail`：无法解码的图像在首次使用时结束运行。`skip`：开始时将所有图像解码一遍，略去无法解码的。',
  'Transformer encoder as BERT lays it out, with a classifier where the data have classes.':
    'BERT 布局的 Transformer 编码器；数据有类别时带分类器。',
  'Blocks of attention and feed-forward': '注意力与前馈块的数量',
  'Of hidden states; a multiple of heads': '隐藏状态的宽度；头数的整数倍',
  'Attention heads of each block': '每块的注意力头数',
  'Width inside the feed-forward layers': '前馈层内部的宽度',
  'Word pieces': '词片数量',
  'Longest sequence': '最长序列',
  'Kinds of segments; 0 for none, as DistilBERT': '片段的种类数；0 表示没有，如 DistilBERT',
  'After embeddings and both halves of a block, and before the classifier':
    '在嵌入之后、块的两半之后以及分类器之前',
  'Of attention probabilities': '用于注意力概率',
  'gelu is exact (erf)': 'gelu 为精确形式（erf）',
  'Added to the variance by LayerNorm': 'LayerNorm 加到方差上的值',
  'A Hugging Face folder (config.json, model.safetensors) of type bert.':
    'bert 类型的 Hugging Face 文件夹（config.json、model.safetensors）。',
  'Folder with config.json and model.safetensors': '含 config.json 和 model.safetensors 的文件夹',
  'own: the classifier that its weights include, if any; new: one drawn from the seed':
    'own：其权重自带的分类器（如有）；new：由种子随机生成',
  'A TensorFlow.js layers model (model.json), Sequential or Functional.':
    'TensorFlow.js 层模型（model.json），Sequential 或 Functional。',
  '`model.json` of a TensorFlow.js layers model': 'TensorFlow.js 层模型的 `model.json`',
  'Two convolutions of 6 and 16 maps, dense layers of 120 and 84; 44,426 parameters on MNIST.':
    '6 个与 16 个特征图的两个卷积，120 与 84 的全连接层；在 MNIST 上有 44,426 个参数。',
  'Multi-layer perceptron on the flattened input.': '作用于展平输入的多层感知机。',
  'Units of each hidden layer': '每个隐藏层的单元数',
  'Rate after each hidden layer': '每个隐藏层之后的比率',
  'Residual network for small images: three stages of basic blocks.':
    '用于小图像的残差网络：三个阶段的基本块。',
  '6 n + 2: n blocks of two convolutions in each of three stages': '6 n + 2：三个阶段各 n 个块，每块两个卷积',
  'Stages of 16, 32 and 64 channels times this; the stem has 16, or 32 when wider':
    '各阶段为 16、32、64 个通道乘以此数；主干为 16 个，更宽时为 32 个',
  'Channels of stem and stages, in place of width': '主干与各阶段的通道数，代替 width',
  'Layers one after another, declared in the recipe.': '在配方中声明的依次排列的层。',
  'Name of its tap and prefix of its variables; default `conv.1`, `dense.2`, … by kind':
    '其中间输出的名称及其变量的前缀；默认按类型为 `conv.1`、`dense.2`……',
  'Adam; weight decay, if any, as part of the gradient.': 'Adam；如有权重衰减，作为梯度的一部分。',
  'Adam with weight decay apart from the gradient.': '权重衰减与梯度分离的 Adam。',
  'Stochastic gradient descent with momentum.': '带动量的随机梯度下降。',
  'L2 decay; biases and normalisation are left out.': 'L2 衰减；不含偏置与归一化参数。',
  'Decoupled decay; biases and normalisation are left out.': '解耦衰减；不含偏置与归一化参数。',
  'Weight decay; biases and normalisation are left out.': '权重衰减；不含偏置与归一化参数。',
  'Learning rate.': '学习率。',
  'Memory of the mean of the gradient.': '梯度均值的记忆系数。',
  'Memory of its mean square.': '其均方的记忆系数。',
  'Added to the root of the mean square.': '加到均方根上的值。',
  'Share of the velocity that is kept.': '保留的速度份额。',
  'Step from where the velocity is about to lead.': '从速度将要到达之处迈步。',
  'Decay as part of the gradient, or apart from it.': '衰减作为梯度的一部分，或与之分离。',
  'Adds a trained constant to each output': '为每个输出加上可训练的常数',
  'A convolution that also halves, doubles or crops the map, batch-norm and ReLU':
    '可将特征图减半、加倍或裁剪的卷积，加批归一化与 ReLU',
  'ReLU at the end: right for teacher features after an activation': '末尾的 ReLU：适用于激活之后的教师特征',
  'A 1×1 convolution and ReLU, for teacher features after an activation':
    '1×1 卷积与 ReLU，用于激活之后的教师特征',
  'A 1×1 convolution, without normalisation': '不带归一化的 1×1 卷积',
  'A dense layer, per position where positions agree, else on the flattened features':
    '全连接层；位置一致时逐位置作用，否则作用于展平的特征',
  'No projection: the feature as it is': '不投影：特征保持原样',
};

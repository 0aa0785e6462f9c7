import type { Table } from '../say.ts';

/** 在配方中声明的网络的层。 */
export const layers: Table = {
  'A function of each value; softmax over the last axis.': '逐值的函数；softmax 沿最后一个轴。',
  'Slope below zero; of leaky-relu only (PyTorch: 0.01)': '零以下的斜率；仅用于 leaky-relu（PyTorch：0.01）',
  'The sum of several inputs of one shape.': '多个同形输入之和。',
  'The mean under a sliding window; pixels outside the image are not counted.':
    '滑动窗口内的均值；图像之外的像素不计。',
  'pytorch: epsilon 1e-5, keeps 0.9, moving variance from the unbiased variance; keras: 1e-3, 0.99, biased':
    'pytorch：epsilon 1e-5，保留 0.9，移动方差取无偏方差；keras：1e-3、0.99、有偏',
  "null: the convention's": 'null：按约定',
  "Share of the old moving value that is kept; null: the convention's": '保留的旧移动值份额；null：按约定',
  'Add beta': '加上 beta',
  'Multiply by gamma': '乘以 gamma',
  'Must be the last': '必须是最后一个',
  'Normalises each channel: by the batch in training, by moving statistics otherwise.':
    '对每个通道归一化：训练时按批，其他时候按移动统计量。',
  'Several inputs one after another along an axis.': '多个输入沿一个轴依次连接。',
  'Counted with the batch axis, or from the end': '连同批量轴计数，或从末尾计数',
  'Two-dimensional convolution; kernel [height, width, inputs, filters].':
    '二维卷积；核为 [高, 宽, 输入, 滤波器]。',
  'valid, same (TensorFlow), or pixels on each side (PyTorch)':
    'valid、same（TensorFlow），或每侧的像素数（PyTorch）',
  'x · kernel + bias over the last axis; kernel [inputs, units].':
    '沿最后一个轴的 x · kernel + bias；核为 [输入, 单元]。',
  'A convolution of each channel by itself; kernel [height, width, channels, multiplier].':
    '每个通道各自的卷积；核为 [高, 宽, 通道, 倍数]。',
  'In training, zeroes each value with probability `rate` and divides the rest by 1 − rate.':
    '训练时以概率 `rate` 将每个值置零，其余除以 1 − rate。',
  'All values of a sample in one axis.': '将一个样本的所有值放在一个轴上。',
  'The mean of each channel over the whole image.': '每个通道在整幅图像上的均值。',
  'The largest value under a sliding window.': '滑动窗口内的最大值。',
  'null: as large as the window': 'null：与窗口一样大',
  'The same values in another shape.': '以另一形状排列的相同的值。',
  'Without the batch axis; one size may be -1 and is then worked out':
    '不含批量轴；可有一个尺寸为 -1，由推算得出',
  'Zeros around the image.': '图像四周补零。',
  'Pixels on every side, or [top, bottom, left, right]': '每侧的像素数，或 [上, 下, 左, 右]',
};

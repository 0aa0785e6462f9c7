import type { Builder } from '../builder.ts';

/** What TensorFlow.js does at the end of a fused kernel. */
export interface Activation {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** The value after its activation; null for one that is not known here. */
export function activate(builder: Builder, name: string, given: Activation): string | null {
  const { activation = 'linear', leakyreluAlpha = 0.2 } = given;
  switch (activation) {
    case 'linear':
      return name;
    case 'relu':
      return builder.emit('Relu', [name]);
    case 'relu6':
      return builder.emit('Clip', [name, builder.float(0), builder.float(6)]);
    case 'elu':
      return builder.emit('Elu', [name]);
    case 'sigmoid':
      return builder.emit('Sigmoid', [name]);
    case 'leakyrelu':
      return builder.emit('LeakyRelu', [name], { alpha: { float: leakyreluAlpha } });
    default:
      return null;
  }
}

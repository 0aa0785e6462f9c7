import Type from 'typebox';
import { optional } from '../../schema.ts';
import type { KerasConfig } from '../keras/config.ts';
import type { ImportedLayer, KerasLayer } from './descriptor.ts';
import { extent, namedPadding, pair } from './window.ts';

/** Config of max-pool and average-pool. */
export const poolConfig = Type.Object(
  {
    size: optional(extent({ default: 2 })),
    strides: optional(
      Type.Union([extent({}), Type.Null()], { default: null, description: 'null: as large as the window' }),
    ),
    padding: optional(namedPadding({ default: 'valid' })),
  },
  { additionalProperties: false },
);

export interface Pool {
  readonly size: number | number[];
  readonly strides: number | number[] | null;
  readonly padding: 'valid' | 'same';
}

/** The same with the strides written out. */
export const poolWindow = (config: Pool) => ({ ...config, strides: config.strides ?? config.size });

export function poolFromKeras(layer: string, config: KerasConfig): readonly ImportedLayer[] {
  config.expect('data_format', 'channels_last');
  const size = config.pair('pool_size', 2);
  const imported = {
    size,
    strides: config.get('strides') === undefined ? null : config.pair('strides', 1),
    padding: config.word('padding', ['valid', 'same'], 'valid'),
  };
  return [{ layer, config: imported, suffix: '', weights: {} }];
}

export function poolToKeras(className: string, config: Pool): readonly KerasLayer[] {
  const window = poolWindow(config);
  return [
    {
      className,
      config: {
        pool_size: pair(window.size),
        strides: pair(window.strides),
        padding: window.padding,
        data_format: 'channels_last',
      },
    },
  ];
}

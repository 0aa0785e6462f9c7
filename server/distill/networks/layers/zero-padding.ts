import { pad } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { unsupported } from '../keras/config.ts';
import { layer, only } from './descriptor.ts';
import { image, rank4 } from './window.ts';

const side = Type.Integer({ minimum: 0, maximum: 65_536 });

export const zeroPadding = layer({
  layer: 'zero-padding',
  summary: 'Zeros around the image.',
  config: Type.Object(
    {
      padding: Type.Union([side, Type.Array(side, { minItems: 4, maxItems: 4 })], {
        description: 'Pixels on every side, or [top, bottom, left, right]',
      }),
    },
    { additionalProperties: false },
  ),
  inputs: 'one',
  output: ({ padding }, inputs) => {
    const [height, width, channels] = image(only(inputs));
    const [top, bottom, left, right] = sides(padding);
    return [top + height + bottom, left + width + right, channels];
  },
  apply: ({ padding }, { inputs }) => {
    const [top, bottom, left, right] = sides(padding);
    return {
      output: pad(rank4(only(inputs)), [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]),
    };
  },
  keras: {
    classNames: ['ZeroPadding2D'],
    fromKeras: (config) => {
      config.expect('data_format', 'channels_last');
      const padding = config.get('padding') ?? 1;
      return [{ layer: 'zero-padding', config: { padding: fromKeras(padding) }, suffix: '', weights: {} }];
    },
    toKeras: ({ padding }) => {
      const [top, bottom, left, right] = sides(padding);
      return [
        {
          className: 'ZeroPadding2D',
          config: {
            padding: [
              [top, bottom],
              [left, right],
            ],
            data_format: 'channels_last',
          },
        },
      ];
    },
  },
});

function sides(
  padding: number | readonly number[],
): [top: number, bottom: number, left: number, right: number] {
  if (typeof padding === 'number') return [padding, padding, padding, padding];
  const [top = 0, bottom = 0, left = 0, right = 0] = padding;
  return [top, bottom, left, right];
}

/** A number, [vertical, horizontal], or [[top, bottom], [left, right]]. */
function fromKeras(padding: unknown): number | number[] {
  const list: unknown[] = Array.isArray(padding) ? padding : [padding, padding];
  const four = list.flatMap((entry: unknown): unknown[] => (Array.isArray(entry) ? entry : [entry, entry]));
  const numbers = four.filter((entry) => typeof entry === 'number');
  if (numbers.length !== 4 || four.length !== 4) {
    throw unsupported('ZeroPadding2D', 'padding', padding, '[[top, bottom], [left, right]]');
  }
  return numbers;
}

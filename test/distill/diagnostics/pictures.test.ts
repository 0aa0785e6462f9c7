import { expect, test } from 'vitest';
import { asImage, imageFieldOf } from '../../../server/distill/diagnostics/pictures.ts';
import type { DataPlan } from '../../../server/distill/plan.ts';
import { examplePlan } from '../../runs/example-plan.ts';

const [plan] = Object.values(examplePlan.data);

const withShape = (shape: readonly number[]): DataPlan | undefined =>
  plan && { ...plan, fields: { image: { shape, dtype: 'float32' } } };

test('an image larger than 64 pixels is shown smaller by a whole number, each pixel the mean of those it stands for', () => {
  const [height, width] = [100, 130];
  const values = Float32Array.from({ length: height * width }, (_, at) => (at % width < 66 ? 1 : 0));
  const image = asImage(plan, { shape: [height, width, 1], values });
  expect(image).toMatchObject({ width: 44, height: 34, channels: 1 });
  expect(image.pixels).toHaveLength(34 * 44);
  expect([...image.pixels.slice(0, 44)]).toEqual(Array.from({ length: 44 }, (_, x) => (x < 22 ? 255 : 0)));
});

test('what no byte can be, after augmentation or rounding, is black or white', () => {
  const image = asImage(plan, { shape: [1, 2, 1], values: Float32Array.of(-0.5, 1.5) });
  expect([...image.pixels]).toEqual([0, 255]);
});

test('only inputs with one or three channels are pictures', () => {
  expect(imageFieldOf(withShape([28, 28, 1]), ['image'])).toBe('image');
  expect(imageFieldOf(withShape([32, 32, 3]), ['image'])).toBe('image');
  expect(imageFieldOf(withShape([32, 32, 2]), ['image'])).toBeNull();
  expect(imageFieldOf(withShape([64]), ['image'])).toBeNull();
  expect(imageFieldOf(undefined, ['image'])).toBeNull();
});

import { addN, div, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Several teachers as one: the mean of their logits, all of one shape. Not the mean of their probabilities.
 * Source: airaria/TextBrewer src/textbrewer/distiller_multiteacher.py.
 */
export const meanLogits = (teachers: readonly Tensor[]): Tensor => div(addN([...teachers]), teachers.length);

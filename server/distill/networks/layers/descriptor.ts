import type { Tensor } from '@tensorflow/tfjs-core';
import type { TObject } from 'typebox';
import type { Shape, Tensors } from '../../tensors.ts';
import type { Complete } from '../config.ts';
import type { KerasConfig } from '../keras/config.ts';
import type { VariableSpec } from '../network.ts';

/** Variables of one layer, unprefixed: `kernel`, `movingMean`. */
export interface LayerVariables {
  readonly parameters: readonly VariableSpec[];
  readonly state: readonly VariableSpec[];
}

export interface LayerCall {
  /** Batch axis first; channels last. */
  readonly inputs: readonly Tensor[];
  /** Parameters and state by unprefixed name. */
  readonly variables: Tensors;
  readonly training: boolean;
  /** Uniform numbers in [0, 1) of a shape, batch axis included. */
  readonly draw: (shape: Shape) => Tensor;
}

export interface LayerResult {
  /** A new tensor, never one of the inputs. */
  readonly output: Tensor;
  /** Next values of the state variables that move; absent when none does. */
  readonly state?: Tensors;
}

/** A layer of the Keras 2 format; keys in snake_case, without `name`. */
export interface KerasLayer {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** One of the layers that a Keras layer becomes. */
export interface ImportedLayer {
  readonly layer: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Added to the Keras layer's name; empty for the one that goes by that name. */
  readonly suffix: string;
  /** Its variables by the name that Keras gives them. */
  readonly weights: Readonly<Record<string, string>>;
}

/** Keras layers that can be read, and what each becomes. Throws a RetortError for what can't be represented. */
export interface KerasImport {
  readonly classNames: readonly string[];
  readonly fromKeras: (config: KerasConfig, className: string) => readonly ImportedLayer[];
}

export interface KerasMapping<C extends TObject> extends KerasImport {
  /** Layers one after another that do the same; the last one holds the variables. */
  toKeras(config: Complete<C>): readonly KerasLayer[];
  /** Keras's name of each variable, in Keras's order. */
  readonly weights?: Readonly<Record<string, string>>;
}

/** One kind of layer. Shapes are without the batch axis. */
export interface LayerDescriptor<C extends TObject = TObject> {
  /** Name in a recipe and in a LayerGraph. */
  readonly layer: string;
  readonly summary: string;
  /** Keys beside `layer` and `name`; optional ones have a default. */
  readonly config: C;
  /** How many layers it reads. */
  readonly inputs: 'one' | 'several';
  /** Shape that comes out. Throws a RetortError when the input shapes can't be used. */
  output(config: Complete<C>, inputs: readonly Shape[]): Shape;
  variables?(config: Complete<C>, inputs: readonly Shape[]): LayerVariables;
  /** Pure; reads no value of a tensor. */
  apply(config: Complete<C>, call: LayerCall): LayerResult;
  readonly keras: KerasMapping<C>;
}

/** Keeps the config's type while a layer is written, and forgets it in lists. */
export const layer = <C extends TObject>(descriptor: LayerDescriptor<C>): LayerDescriptor => descriptor;

/** The single input of a layer that has one. */
export function only<T>(inputs: readonly T[]): T {
  const [first, ...rest] = inputs;
  if (first === undefined || rest.length > 0) throw new Error(`expected one input, got ${inputs.length}`);
  return first;
}

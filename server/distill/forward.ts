import type { Tensor } from '@tensorflow/tfjs-core';
import type { Compile, Compiled } from './backend.ts';
import { noDraws } from './draws.ts';
import type { Network } from './networks/network.ts';
import { networkInputs } from './step.ts';
import { named } from './terms.ts';
import type { Tensors } from './tensors.ts';

/** A network with its weights on the backend, ready to be asked. */
export interface Live {
  readonly network: Network;
  /** Data field of each input. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly parameters: Tensors;
  readonly state: Tensors;
  /** The weights stay these very tensors as long as it is asked, often: a backend may build them in. */
  readonly frozen?: true;
}

/** What is asked of a network. Questions with the same key are the same. */
export interface Question {
  readonly key: string;
  /** From its taps, batch axis first; pure. Returns no tap itself. */
  readonly answer: (taps: Tensors) => Tensors;
}

/** The taps of these names. */
export const tapsOf = (names: readonly string[]): Question => ({
  key: names.join(),
  answer: (taps) => Object.fromEntries(names.map((name) => [name, named(taps, name).clone()])),
});

interface Asked {
  readonly parameters: Tensors;
  readonly state: Tensors;
  readonly batch: Tensors;
}

/** Networks in evaluation mode, compiled once for each question. */
export class Forward {
  readonly #compile: Compile;
  readonly #compiled = new Map<Network, Map<string, Compiled<Asked, Tensors>>>();

  constructor(compile: Compile) {
    this.#compile = compile;
  }

  /** The answer for a batch, by names of the question. The caller disposes it. */
  ask(
    { network, inputs, parameters, state, frozen }: Live,
    question: Question,
    batch: Tensors,
  ): Promise<Tensors> {
    const known = this.#compiled.get(network) ?? new Map<string, Compiled<Asked, Tensors>>();
    this.#compiled.set(network, known);
    const key = `${frozen === true ? 'frozen' : 'live'} ${question.key}`;
    const compiled =
      known.get(key) ??
      this.#compile(
        (given: Asked) => question.answer(evaluationTaps({ network, inputs, ...given }, given.batch)),
        {
          name: `${network.kind}, ${question.key}`,
          ...(frozen === true ? { constant: ['parameters', 'state'] } : {}),
        },
      );
    known.set(key, compiled);
    const fields = Object.fromEntries(
      Object.values(inputs).map((field): [string, Tensor] => [field, named(batch, field)]),
    );
    return compiled.run({ parameters, state, batch: fields });
  }

  /** Frees what was compiled. */
  dispose(): void {
    for (const known of this.#compiled.values()) for (const compiled of known.values()) compiled.dispose();
    this.#compiled.clear();
  }
}

/** Taps of a batch in evaluation mode. Call inside a tidy or a compiled function, outside any gradient. */
export const evaluationTaps = ({ network, inputs, parameters, state }: Live, batch: Tensors): Tensors =>
  network.apply(parameters, state, networkInputs(inputs, batch), { training: false, draws: noDraws }).taps;

import Type from 'typebox';
import { run } from '../operations/operation.ts';
import { sgdUpdate } from '../operations/sgd-update.ts';
import { say } from '../../text/say.ts';
import { choice, optional, scalar } from '../schema.ts';
import { optimizer } from './descriptor.ts';
import { named } from './named.ts';

export const sgd = optimizer({
  kind: 'sgd',
  summary: 'Stochastic gradient descent with momentum.',
  formula: sgdUpdate.formula,
  sources: sgdUpdate.sources,
  parameters: Type.Object(
    {
      rate: scalar({ minimum: 0, examples: [0.1], description: 'Learning rate.' }),
      momentum: optional(
        scalar({ minimum: 0, maximum: 1, default: 0, description: 'Share of the velocity that is kept.' }),
      ),
      nesterov: optional(
        Type.Boolean({ default: false, description: 'Step from where the velocity is about to lead.' }),
      ),
      decay: optional(
        scalar({
          minimum: 0,
          default: 0,
          description: 'Weight decay; biases and normalisation are left out.',
        }),
      ),
      decayKind: optional(
        choice(['l2', 'decoupled'], {
          default: 'l2',
          description: 'Decay as part of the gradient, or apart from it.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  idle: ({ momentum = 0, decay = 0, nesterov, decayKind }) => ({
    ...(nesterov === true && momentum === 0 ? { nesterov: say`there is no momentum` } : {}),
    ...(decayKind !== undefined && decay === 0 ? { decayKind: say`there is no decay` } : {}),
  }),
  slots: () => ['velocity'],
  update({ parameter, gradient, slots, scalars, norm }, { nesterov = false, decayKind = 'l2' }, decays) {
    const [moved, velocity] = run(
      sgdUpdate,
      {
        parameter,
        gradient,
        velocity: named(slots, 'velocity'),
        rate: named(scalars, 'rate'),
        momentum: named(scalars, 'momentum'),
        decay: named(scalars, 'decay'),
        norm,
      },
      { nesterov, decayKind: decays ? decayKind : 'none' },
    );
    return { parameter: moved, slots: { velocity } };
  },
});

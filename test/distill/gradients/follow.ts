import type { Compile } from '../../../server/distill/backend.ts';
import { download } from '../../../server/distill/models.ts';
import type { HostTensor, HostTensors } from '../../../server/distill/tensors.ts';
import { describe } from '../../bench/peers/definition.ts';
import { startTraining } from '../../bench/peers/training.ts';
import { pytorch } from '../networks/pytorch/pytorch.ts';
import type { Subject } from './subjects.ts';

/** What the steps gave. */
export interface Followed {
  readonly losses: ArrayLike<number>;
  /** Of the first step, by trained variable. */
  readonly gradients: HostTensors;
  /** Moving statistics after the first step. */
  readonly moved: HostTensors;
  /** Variables after the last step. */
  readonly trained: HostTensors;
}

/**
 * The steps as a backend takes them, the teacher's answers its own. A step gives no gradients, but with SGD velocities
 * which after the first step are just those: momentum · 0 + gradient, without decay. Nothing is rounded, as it would
 * be in the difference of two weights.
 */
export async function follow(compile: Compile, { workload, start, steps }: Subject): Promise<Followed> {
  const training = startTraining(workload, compile, start);
  const losses = [await training.step()];
  const first = training.state();
  const velocities = Object.entries(await download(first.slots)).flatMap(([slot, value]) =>
    slot.endsWith(':velocity') ? [[slot.slice(0, -':velocity'.length), value] as const] : [],
  );
  const moved = await download(first.state);
  while (losses.length < steps) losses.push(await training.step());
  const trained = await download(training.state().variables);
  training.dispose();
  return { losses, gradients: Object.fromEntries(velocities), moved, trained };
}

/** The same steps in PyTorch. In float32 it is off as we are, which says what may be asked. */
export function followInPyTorch(
  { workload, start, steps, heads }: Subject,
  dtype: 'float64' | 'float32' = 'float64',
): Followed {
  const { trained, terms, optimizer } = describe(workload);
  const given = Object.entries(start).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => [`${group}/${name}`, value] as const),
  );
  const answers = pytorch('step', Object.fromEntries(given), {
    student: workload.student.network.kind,
    teacher: workload.teacher.network.kind,
    heads,
    steps,
    dtype,
    training: JSON.stringify({ trained, terms, optimizer }),
  });
  const group = (name: string): HostTensors =>
    Object.fromEntries(
      Object.entries(answers).flatMap(([key, value]) =>
        key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), value]] : [],
      ),
    );
  return {
    losses: answers.losses?.data ?? [],
    gradients: group('gradients'),
    moved: group('moved'),
    trained: group('trained'),
  };
}

/** ‖x‖. */
export function norm({ data }: HostTensor): number {
  let sum = 0;
  for (const value of data) sum += value * value;
  return Math.sqrt(sum);
}

/** ‖x − y‖. Throws where the shapes differ. */
export function distance(x: HostTensor, y: HostTensor): number {
  if (x.shape.join() !== y.shape.join()) throw new Error(`[${x.shape.join()}] is not [${y.shape.join()}].`);
  return norm({ shape: x.shape, data: Float32Array.from(x.data, (value, i) => value - (y.data[i] ?? NaN)) });
}

import { describe, expect, test } from 'vitest';
import { backends } from '../../server/backends/index.ts';
import type { BackendDescriptor } from '../../server/distill/backend.ts';
import type { HostTensor, HostTensors } from '../../server/distill/tensors.ts';
import { distance, follow, followInPyTorch, norm, type Followed } from './gradients/follow.ts';
import { encoder, perceptron, residual, type Subject } from './gradients/subjects.ts';
import { noPyTorch } from './networks/pytorch/pytorch.ts';

/*
 * The judge is PyTorch in float64, from the same weights and batches. Backends compute in float32, and are as far off as
 * PyTorch is when it does, or less. Measured, the largest of all tensors or steps, relative:
 *
 *                                      onnx     wasm     cpu      PyTorch in float32
 *   MLP, gradients                     3.5e-7   3.1e-7   2.2e-7   3.4e-7
 *   BERT, gradients                    6.7e-7   7.1e-7   3.5e-7   7.0e-7
 *   MLP, weights after Adam            2.0e-7   1.4e-7   1.1e-7   1.3e-7
 *   resnet8x4, norms of gradients      1.8e-4   1.2e-4            2.3e-4
 *   resnet8x4, moving statistics       7.8e-8   9.5e-8            1.3e-6
 *   resnet8x4, losses of ten steps     2.2e-5   1.6e-5            4.0e-5
 *
 * A single gradient of resnet8x4 is up to 1.1e-3 off (PyTorch: 2.1e-3), where no rounding moves a sum past the kink of a
 * ReLU 1e-6. Hence the norms.
 */
const smooth = 1e-5;
const kinked = { norms: 1e-3, moved: 1e-5, losses: 1e-4 };

const mlp = perceptron();
const bert = encoder();
const adam = perceptron({ kind: 'adam', rate: 0.004 });
const short = residual({ samples: 4, steps: 10 });
/** A batch of 16 fills blocked layouts without padding. */
const wide = residual({ samples: 16, steps: 1 });

const usable = backends.filter((backend) => backend.usable().ok);
/** Plain JavaScript would take minutes for these. */
const convolving = usable.filter(({ name }) => name !== 'cpu');

const why = noPyTorch === null ? '' : ` (${noPyTorch})`;
/** PyTorch's convolutions in float64 are slow where others work too. */
const options = { timeout: 300_000 };

describe.skipIf(noPyTorch !== null).each(usable)(`distillation on $name${why}`, options, (backend) => {
  test.each([mlp, bert])('has the gradients of PyTorch: $workload.summary', async (subject) => {
    const { ours, theirs } = await both(backend, subject);
    expectTensors(ours.gradients, theirs.gradients, smooth);
    expectLosses(ours, theirs, smooth);
  });

  test('leads where PyTorch goes in ten steps of Adam', async () => {
    const { ours, theirs } = await both(backend, adam);
    expectTensors(ours.trained, theirs.trained, smooth);
    expectLosses(ours, theirs, smooth);
  });
});

describe.skipIf(noPyTorch !== null).each(convolving)(
  `distillation of a residual network on $name${why}`,
  options,
  (backend) => {
    test('has the losses of PyTorch for ten steps', async () => {
      const { ours, theirs } = await both(backend, short);
      expectLosses(ours, theirs, kinked.losses);
    });

    test.each(backend.name === 'wasm' ? [short] : [short, wide])(
      'has the norms of the gradients and the moving statistics of PyTorch: $workload.summary',
      async (subject) => {
        const { ours, theirs } = await both(backend, subject);
        expectTensors(norms(ours.gradients), norms(theirs.gradients), kinked.norms);
        expectTensors(ours.moved, theirs.moved, kinked.moved);
      },
    );
  },
);

/** Answers that several tests look at. */
const known = new Map<string, Map<Subject, Followed>>();

async function once(
  who: string,
  subject: Subject,
  answer: () => Followed | Promise<Followed>,
): Promise<Followed> {
  const answers = known.get(who) ?? new Map<Subject, Followed>();
  known.set(who, answers);
  const found = answers.get(subject) ?? (await answer());
  answers.set(subject, found);
  return found;
}

async function both(
  backend: BackendDescriptor,
  subject: Subject,
): Promise<{ readonly ours: Followed; readonly theirs: Followed }> {
  return {
    ours: await once(backend.name, subject, async () => follow(await backend.start({ threads: 1 }), subject)),
    theirs: await once('PyTorch', subject, () => followInPyTorch(subject)),
  };
}

/** ‖x − y‖ of each tensor within a share of ‖y‖, y being theirs. */
function expectTensors(ours: HostTensors, theirs: HostTensors, bound: number): void {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
  for (const [name, expected] of Object.entries(theirs)) {
    const size = norm(get(theirs, judgedBy(name)));
    expect(distance(get(ours, name), expected) / size, name).toBeLessThan(bound);
  }
}

/** A key's bias moves all scores of a row alike: its gradient is 0, and rounding beside that of the query's. */
const judgedBy = (name: string): string => name.replace(/key\.bias$/, 'query.bias');

function expectLosses(ours: Followed, theirs: Followed, bound: number): void {
  expect(ours.losses.length).toBe(theirs.losses.length);
  for (const [step, loss] of Array.from(theirs.losses).entries())
    expect(Math.abs((ours.losses[step] ?? NaN) / loss - 1), `loss ${step}`).toBeLessThan(bound);
}

const norms = (tensors: HostTensors): HostTensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, x]) => [name, { shape: [], data: Float32Array.of(norm(x)) }]),
  );

function get(tensors: HostTensors, name: string): HostTensor {
  const found = tensors[name];
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { Compile } from '../../distill/backend.ts';
import { operations } from '../../distill/operations/index.ts';
import { expand } from '../recording/expand.ts';
import type { Graph, ValueId } from '../recording/graph.ts';
import { record } from '../recording/record.ts';
import { signature } from '../recording/signature.ts';
import { valueOf } from '../recording/values.ts';
import { fromLeaves, leavesOf, type Structure, type Tree } from '../recording/trees.ts';
import { findHostKernel } from './hosts.ts';
import { findLowering } from './lower/index.ts';
import { memories, numbersOf } from './numbers.ts';
import { makeProgram, type Program } from './program.ts';
import { Recent } from './recent.ts';
import type { Numbers } from './session.ts';

export interface OnnxOptions {
  readonly threads: number;
  /** Block size of the blocked layout here; null: not to be used. */
  readonly block: number | null;
  /** Is told what runs slower than it could. */
  readonly warn: (text: string) => void;
}

/** A function for one signature. */
interface Prepared {
  readonly graph: Graph;
  readonly structure: Structure;
  readonly program: Program;
}

/**
 * Every shape is a session with memory of its own; this many are kept, the least recently used goes (engine.md 2). A
 * run needs about six at once: step, teacher, evaluation and diagnostics with their last, smaller batches.
 */
const sessionsKept = 16;

/** Compiles for ONNX Runtime: recorded and lowered at the first run with inputs of a signature. */
export function onnxCompile(options: OnnxOptions): Compile {
  const recent = new Recent<Prepared>(sessionsKept, ({ program }) => program.dispose());
  const identities = new Identities();
  const warned = new Set<string>();
  let functions = 0;

  return (run, { name, constant = [], donated = [] }) => {
    const own = `${functions++}:`;
    // Types of trees of tensors say nothing that matters here.
    const anyRun = run as unknown as (inputs: Tree<Tensor>) => Tree<Tensor>;
    const inGroup = (groups: readonly PropertyKey[], port: string): boolean =>
      groups.some((group) => port.split('/')[0] === group);

    async function prepare(inputs: Tree<Tensor>): Promise<Prepared> {
      const recorded = record(anyRun, inputs);
      const leaves = leavesOf(inputs);
      const baked = bake(recorded.graph, (port) => inGroup(constant, port), leaves);
      const graph = expand(
        baked,
        operations,
        (kernel) => findLowering(kernel) !== undefined || findHostKernel(kernel) !== undefined,
      );
      const program = await makeProgram(graph, {
        threads: options.threads,
        block: options.block,
        donated: new Set(
          graph.inputs.filter((port) => inGroup(donated, port.name)).map(({ value }) => value),
        ),
      });
      for (const kernel of program.missing.filter((each) => !warned.has(each))) {
        warned.add(kernel);
        options.warn(
          `ONNX Runtime has no ${kernel} (used by ${name}): it runs in JavaScript, which is slow.`,
        );
      }
      return { graph, structure: recorded.outputs, program };
    }

    return {
      async run(tensors) {
        const inputs = tensors as unknown as Tree<Tensor>;
        const fixed = constant.map((group) =>
          identities.of(leavesOf({ group: inputs[group as string] ?? {} })),
        );
        const key = `${own}${fixed.join()};${signature(inputs)}`;
        const given = memories(inputs, (path) => inGroup(donated, path));
        const { graph, structure, memory } = await recent.use(
          key,
          () => prepare(inputs),
          async (prepared) => ({
            ...prepared,
            memory: await prepared.program.run(byValue(prepared.graph, given)),
          }),
        );
        // What comes out as it went in, or twice, has memory of its own.
        const taken = new Set([...graph.constants.keys(), ...graph.inputs.map(({ value }) => value)]);
        const outputs = graph.outputs.map(({ value }) => {
          const { shape, dtype } = valueOf(graph, value);
          const numbers = memory.get(value) ?? [];
          const copied = taken.has(value);
          taken.add(value);
          return tensor(copied ? numbers.slice() : numbers, [...shape], dtype);
        });
        return fromLeaves(structure, outputs) as never;
      },
      dispose: () => recent.remove((key) => key.startsWith(own)),
    };
  };
}

/** The graph with inputs that don't change as constants. */
function bake(graph: Graph, fixed: (port: string) => boolean, leaves: readonly Tensor[]): Graph {
  const constants = new Map(graph.constants);
  graph.inputs.forEach(({ name, value }, index) => {
    const leaf = leaves[index];
    if (leaf !== undefined && fixed(name)) constants.set(value, numbersOf(leaf));
  });
  return { ...graph, constants };
}

/** The memory of a graph's inputs, which are in the same order. */
const byValue = (graph: Graph, given: readonly Numbers[]): ReadonlyMap<ValueId, Numbers> =>
  new Map(
    given.flatMap((numbers, index) => {
      const port = graph.inputs[index];
      return port === undefined ? [] : [[port.value, numbers] as const];
    }),
  );

/** Numbers tensors: the same tensors have the same text. */
class Identities {
  readonly #known = new WeakMap<object, number>();
  #count = 0;

  of(tensors: readonly Tensor[]): string {
    return tensors
      .map(({ dataId }) => {
        const known = this.#known.get(dataId) ?? this.#count++;
        this.#known.set(dataId, known);
        return known;
      })
      .join('.');
  }
}

import { RetortError } from '../../protocol/failure.ts';
import type { Graph, Node, ValueId } from '../recording/graph.ts';
import { uses, valueOf } from '../recording/values.ts';
import type { BuilderOptions } from './builder.ts';
import { joinBiases } from './biases.ts';
import { fuseMargins } from './fuse.ts';
import { findHostKernel } from './hosts.ts';
import { CannotLower, lower } from './lower.ts';
import { findLowering } from './lower/index.ts';
import { runOnEngine } from './missing.ts';
import { segments, type Segment } from './segments.ts';
import { allocate, around, openSession, type Numbers, type SessionOptions } from './session.ts';
import { say } from '../../text/say.ts';

/** Memory by value. */
type Memory = Map<ValueId, Numbers>;

/** One segment, ready to run. */
interface Stage {
  readonly run: (memory: Memory) => Promise<void>;
  readonly dispose: () => Promise<void>;
  readonly nodes: number;
}

/** A graph that ONNX Runtime runs, but for what it lacks. */
export interface Program {
  /** Fills in every output. `inputs` by value; of those in `donated` the memory may be an output's afterwards. */
  readonly run: (inputs: ReadonlyMap<ValueId, Numbers>) => Promise<Memory>;
  readonly dispose: () => Promise<void>;
  /** Kernels that run in JavaScript because ONNX Runtime lacks them. */
  readonly missing: readonly string[];
  /** ONNX nodes in all sessions. */
  readonly nodes: number;
}

export interface ProgramOptions extends Omit<BuilderOptions, 'threads'>, Omit<SessionOptions, 'optimise'> {
  /** Inputs whose memory may be written to. */
  readonly donated: ReadonlySet<ValueId>;
}

/** More nodes than this are not worth ONNX Runtime's own rewriting, which takes more than linear time (engine.md 3). */
const manyNodes = 6000;

/** Lowers a graph and opens its sessions. Throws RetortError `graph-refused`. */
export async function makeProgram(recorded: Graph, options: ProgramOptions): Promise<Program> {
  const graph = joinBiases(fuseMargins(recorded));
  const refused = new Set<Node>();
  for (;;) {
    try {
      return await assemble(graph, refused, options);
    } catch (error) {
      if (!(error instanceof CannotLower)) throw error;
      refused.add(error.node);
    }
  }
}

async function assemble(graph: Graph, refused: ReadonlySet<Node>, options: ProgramOptions): Promise<Program> {
  const lacking = (node: Node): boolean =>
    findHostKernel(node.kernel) === undefined &&
    (refused.has(node) || findLowering(node.kernel) === undefined);
  const parts = segments(graph, (node) => findHostKernel(node.kernel) !== undefined || lacking(node));
  const results = new Set(graph.outputs.map(({ value }) => value));
  const overwritable = writable(graph, parts.at(-1)?.nodes ?? [], options.donated);
  const stages: Stage[] = [];
  const dispose = async (): Promise<void> => {
    for (const stage of stages) await stage.dispose();
  };
  try {
    for (const part of parts) {
      const elsewhere = parts
        .filter((other) => other !== part)
        .flatMap(({ nodes }) => nodes.flatMap(({ inputs }) => Object.values(inputs)));
      const wanted = new Set([...results, ...elsewhere]);
      stages.push(
        part.place === 'host'
          ? hostStage(graph, part, part === parts.at(-1) ? overwritable : new Set())
          : await sessionStage(graph, part, { ...options, wanted, results }),
      );
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    missing: [...new Set(graph.nodes.filter(lacking).map(({ kernel }) => kernel))],
    nodes: stages.reduce((sum, { nodes }) => sum + nodes, 0),
    async run(inputs) {
      const memory: Memory = new Map([...graph.constants, ...inputs]);
      for (const stage of stages) await stage.run(memory);
      return memory;
    },
    dispose,
  };
}

/**
 * Donated inputs that the last segment, and no output, reads just once: only their memory may be written to, so that
 * neither a later reader nor an error meets half a step.
 */
function writable(graph: Graph, last: readonly Node[], donated: ReadonlySet<ValueId>): ReadonlySet<ValueId> {
  const times = uses({ nodes: last, outputs: graph.outputs });
  return new Set([...donated].filter((value) => times.get(value) === 1));
}

interface SessionStageOptions extends ProgramOptions {
  /** Values that are read outside this segment. */
  readonly wanted: ReadonlySet<ValueId>;
  /** Values that go to the caller, who owns their memory. */
  readonly results: ReadonlySet<ValueId>;
}

async function sessionStage(graph: Graph, { nodes }: Segment, options: SessionStageOptions): Promise<Stage> {
  // The model's bytes, weights among them, are not kept.
  const { model, ...lowered } = lower(graph, nodes, options.wanted, options);
  const session = await openSession(model, {
    threads: options.threads,
    optimise: lowered.nodes > manyNodes ? 'disabled' : 'all',
  }).catch((error: unknown) => {
    throw new RetortError(
      {
        code: 'graph-refused',
        message: say`ONNX Runtime refused a graph of ${lowered.nodes} nodes: ${error instanceof Error ? error.message : String(error)}`,
        next: say`This is a defect: please report it with the recipe. Until then \`backend: wasm\` runs it.`,
      },
      { cause: error },
    );
  });
  /** Values that only later segments read are written to the same memory every time. */
  const own: Memory = new Map();
  return {
    nodes: lowered.nodes,
    async run(memory) {
      const feeds = Object.fromEntries(
        lowered.inputs.map((id) => [`v${id}`, around(held(memory, id), valueOf(graph, id))]),
      );
      const fetches = Object.fromEntries(
        [...lowered.outputs].map(([id, name]) => {
          const numbers = options.results.has(id)
            ? allocate(valueOf(graph, id))
            : (own.get(id) ?? allocate(valueOf(graph, id)));
          if (!options.results.has(id)) own.set(id, numbers);
          memory.set(id, numbers);
          return [name, around(numbers, valueOf(graph, id))];
        }),
      );
      await session.run(feeds, fetches);
    },
    dispose: () => session.release(),
  };
}

/** `overwritable`: inputs whose memory the outputs of the same name may be written to. */
function hostStage(graph: Graph, { nodes }: Segment, overwritable: ReadonlySet<ValueId>): Stage {
  return {
    nodes: 0,
    run(memory) {
      for (const node of nodes) {
        const kernel = findHostKernel(node.kernel);
        if (kernel === undefined) {
          runOnEngine(node, graph, memory);
          continue;
        }
        const inputs = Object.fromEntries(
          Object.entries(node.inputs).map(([name, id]) => [name, held(memory, id)]),
        );
        const outputs = node.outputs.map((id, index) => {
          const from = node.inputs[kernel.inPlace[index] ?? ''];
          const numbers =
            from !== undefined && overwritable.has(from) ? held(memory, from) : allocate(valueOf(graph, id));
          memory.set(id, numbers);
          return numbers;
        });
        kernel.run({ inputs, attributes: node.attributes, outputs });
      }
      return Promise.resolve();
    },
    dispose: () => Promise.resolve(),
  };
}

function held(memory: Memory, id: ValueId): Numbers {
  const numbers = memory.get(id);
  if (numbers === undefined) throw new TypeError(`Value ${id} is read before it is made.`);
  return numbers;
}

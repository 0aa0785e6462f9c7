import type { Tensor } from 'onnxruntime-node';
import { encode, type ElementType, type Initializer, type OnnxNode } from '../model.ts';
import { openSession } from '../session.ts';

/** What is computed and what it starts from. */
export interface Body {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
}

/** Operators that make much out of little: they stay. */
const growing = new Set(['Expand', 'Tile', 'ConstantOfShape']);

/**
 * The same with what depends on nothing else computed once, by ONNX Runtime itself: turned weights, batch-norm. A
 * result takes the name of the first variable that it is made of, so that a file has the names of its checkpoint.
 */
export async function foldConstants(
  { nodes, initializers }: Body,
  variables: ReadonlySet<string>,
  opsets: Readonly<Record<string, number>>,
): Promise<Body> {
  const origin = new Map(initializers.map(({ name }) => [name, variables.has(name) ? name : null]));
  const folded: OnnxNode[] = [];
  const rest: OnnxNode[] = [];
  for (const node of nodes) {
    const inputs = node.inputs.filter((name) => name !== '');
    const fixed = inputs.length > 0 && inputs.every((name) => origin.has(name)) && !growing.has(node.op);
    (fixed ? folded : rest).push(node);
    const from = inputs.map((name) => origin.get(name) ?? null).find((name) => name !== null) ?? null;
    if (fixed) node.outputs.forEach((name) => origin.set(name, from));
  }
  const made = new Set(folded.flatMap(({ outputs }) => outputs));
  const wanted = [...new Set(rest.flatMap(({ inputs }) => inputs))].filter((name) => made.has(name));
  const computed = await run(folded, initializers, { wanted, opsets });

  const used = new Set(rest.flatMap(({ inputs }) => inputs));
  const kept = [...initializers, ...computed].filter(({ name }) => used.has(name));
  const taken = new Set(kept.map(({ name }) => name));
  const renamed = new Map<string, string>();
  for (const name of wanted) {
    const variable = origin.get(name) ?? name;
    let own = variable;
    for (let count = 2; own !== name && taken.has(own); count++) own = `${variable}.${count}`;
    taken.add(own);
    renamed.set(name, own);
  }
  const now = (name: string): string => renamed.get(name) ?? name;
  return {
    nodes: rest.map((node) => ({ ...node, inputs: node.inputs.map(now) })),
    initializers: kept.map((each) => ({ ...each, name: now(each.name) })),
  };
}

interface Wanted {
  readonly wanted: readonly string[];
  readonly opsets: Readonly<Record<string, number>>;
}

async function run(
  nodes: readonly OnnxNode[],
  initializers: readonly Initializer[],
  { wanted, opsets }: Wanted,
): Promise<readonly Initializer[]> {
  if (wanted.length === 0) return [];
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const model = encode({
    inputs: [],
    outputs: wanted.map((name) => ({ name })),
    initializers: initializers.filter(({ name }) => used.has(name)),
    nodes,
    opsets,
    irVersion: 9,
  });
  const session = await openSession(model, { threads: 1, optimise: 'disabled' });
  try {
    const results = await session.run({});
    return wanted.flatMap((name) => (results[name] === undefined ? [] : [initializer(name, results[name])]));
  } finally {
    await session.release();
  }
}

const initializer = (name: string, { dims, type, data }: Tensor): Initializer => ({
  name,
  type: type as ElementType,
  shape: dims,
  data: (data as Float32Array).slice(),
});

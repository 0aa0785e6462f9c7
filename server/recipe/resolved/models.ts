import { measure, type Measured } from '../../backends/recording/measure.ts';
import type { Network } from '../../distill/networks/network.ts';
import type { FieldPlan } from '../../distill/plan.ts';
import { RetortError } from '../../protocol/failure.ts';
import type { Facts } from '../facts.ts';
import { networkOf, type NetworkUse } from '../paths.ts';
import type { ModelEntry } from '../read/models.ts';
import { problem, unknown, type Context } from './context.ts';
import { unusable, type AllData, type ResolvedData } from './data.ts';
import { dataOfModel } from './uses.ts';
import { say } from '../../text/say.ts';

/** A model that was built for its data. */
export interface ResolvedModel {
  readonly id: string;
  readonly entry: ModelEntry;
  readonly use: NetworkUse;
  readonly network: Network;
  readonly measured: Measured;
  /** Field of the data by input name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Shape and type of that field by input name. */
  readonly fields: Readonly<Record<string, FieldPlan>>;
  readonly classes: number | null;
  /** Labelled data that it sees with other numbers of classes. */
  readonly misfits: readonly ResolvedData[];
}

export type AllModels = ReadonlyMap<string, ResolvedModel>;

/** Models that can be built; for the others there is a problem, or a fact is still missing. */
export function resolveModels(context: Context, data: AllData): AllModels {
  const resolved = new Map<string, ResolvedModel>();
  for (const entry of context.recipe.models) {
    const model = resolveModel(entry, context, data);
    if (model !== null) resolved.set(entry.id.value, model);
  }
  return resolved;
}

function resolveModel(entry: ModelEntry, context: Context, data: AllData): ResolvedModel | null {
  const use = networkOf(entry, context.facts, context.catalogue);
  const descriptor = context.catalogue.networks.find(({ kind }) => kind === use?.kind);
  const files = use === null ? null : sideFiles(use, entry, context);
  if (use === null || descriptor === undefined || files === null) return null;
  const seen = dataOfModel(context.recipe, entry.id.value).flatMap((id) => data.get(id) ?? []);
  const [first] = seen;
  if (first === undefined) return null;
  const classes = classesOf(entry, seen);
  const fields = { ...first.facts.fields, ...renamed(entry, first, context) };
  const built = attempt(entry, context, () =>
    remembered(context.facts, JSON.stringify([use, fields, classes]), () => {
      const network = descriptor.build(use.config, { fields, classes, files });
      return { network, measured: measure(network) };
    }),
  );
  if (built === null) return null;
  const { network, measured } = built;
  const bound = network.inputs.map(({ name, shape, dtype }) => ({
    name,
    field: entry.inputs.find(({ input }) => input.value === name)?.field.value ?? name,
    plan: { shape, dtype },
  }));
  for (const { input } of entry.inputs) {
    if (!bound.some(({ name }) => name === input.value)) {
      const names = bound.map(({ name }) => name);
      context.report(unknown('input', input, names, say`The network of ${entry.id.value}`));
    }
  }
  const outputs = network.classes ?? classes;
  return {
    id: entry.id.value,
    entry,
    use,
    network,
    measured,
    inputs: Object.fromEntries(bound.map(({ name, field }) => [name, field])),
    fields: Object.fromEntries(bound.map(({ name, plan }) => [name, plan])),
    classes: outputs,
    misfits: seen.filter((other) => hasOtherClasses(other, outputs)),
  };
}

/** As the recipe says, else as the data say: the first that knows. */
const classesOf = (entry: ModelEntry, seen: readonly ResolvedData[]): number | null =>
  entry.classes?.value ?? seen.map(({ facts }) => facts.classes).find((classes) => classes !== null) ?? null;

const hasOtherClasses = ({ labelled, facts }: ResolvedData, classes: number | null): boolean =>
  labelled && facts.classes !== null && classes !== null && facts.classes !== classes;

/** Fields under the names of the inputs that read them. */
function renamed(entry: ModelEntry, data: ResolvedData, context: Context): Record<string, FieldPlan> {
  const fields: Record<string, FieldPlan> = {};
  for (const { input, field } of entry.inputs) {
    const plan = Object.hasOwn(data.facts.fields, field.value) ? data.facts.fields[field.value] : undefined;
    if (plan === undefined) context.report(unknown('field', field, Object.keys(data.facts.fields), data.id));
    else fields[input.value] = plan;
  }
  return fields;
}

/** Parsed side files by config key; null when one is missing or can't be used. */
function sideFiles(use: NetworkUse, entry: ModelEntry, context: Context): Record<string, unknown> | null {
  const files: Record<string, unknown> = {};
  for (const [key, path] of Object.entries(use.jsonFiles)) {
    const fact = context.facts.json.get(path);
    if (fact?.ok !== true) {
      const range = entry.network?.range ?? entry.id.range;
      if (fact !== undefined) context.report(unusable(fact.failure, range, 'unusable-file'));
      return null;
    }
    files[key] = fact.value.value;
  }
  return files;
}

interface Built {
  readonly network: Network;
  readonly measured: Measured;
}

/** Networks by what decides them. While a recipe is written its facts stay, and most of its networks with them. */
const memory = new WeakMap<Facts, Map<string, Built>>();
const rememberedAtMost = 256;

function remembered(facts: Facts, key: string, make: () => Built): Built {
  const known = memory.get(facts) ?? new Map<string, Built>();
  memory.set(facts, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const built = make();
  if (known.size >= rememberedAtMost) known.clear();
  known.set(key, built);
  return built;
}

/** A network that can't be made is a problem of the recipe at its `network:`. */
function attempt(entry: ModelEntry, context: Context, make: () => Built): Built | null {
  try {
    return make();
  } catch (error) {
    const message =
      error instanceof RetortError
        ? say`${error.message} ${error.next}`
        : say`The network can't be built: ${error instanceof Error ? error.message : String(error)}`;
    context.report(problem('bad-network', message, entry.kind?.range ?? entry.id.range));
    return null;
  }
}

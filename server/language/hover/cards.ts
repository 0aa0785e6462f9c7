import { absolute } from '../../recipe/paths.ts';
import type { StageEntry } from '../../recipe/read/stages.ts';
import type { ModelEntry } from '../../recipe/read/models.ts';
import type { ResolvedData } from '../../recipe/resolved/data.ts';
import type { ResolvedModel } from '../../recipe/resolved/models.ts';
import { teachersOf, trainedBy } from '../../recipe/resolved/uses.ts';
import { ownWeights } from '../../recipe/resolved/weights.ts';
import { bytes, flop } from '../../recipe/table.ts';
import { say, translated } from '../../text/say.ts';
import { ratio, stepsAndEpochs, whole } from './amounts.ts';
import { scalarText, title } from './describe.ts';
import { bullets, code, paragraphs, prose, shapeText } from './markdown.ts';
import type { Snapshot } from '../snapshot.ts';

/** Names in a card at most; the rest is counted. */
const listedAtMost = 24;

/** A model as its recipe uses it; null for a name that no model has. */
export function modelCard(snapshot: Snapshot, id: string): string | null {
  const entry = snapshot.recipe.models.find((model) => model.id.value === id);
  if (entry === undefined) return null;
  const model = snapshot.resolved?.models.get(id);
  const kind = entry.kind?.value;
  const network = snapshot.catalogue.networks.find((descriptor) => descriptor.kind === kind);
  return paragraphs(
    kind === undefined ? say`${title(id)} · model` : say`${title(id)} · model, network ${code(kind)}`,
    network === undefined ? '' : prose(translated(network.summary)),
    bullets([
      ...(model === undefined ? [say`Its sizes are known once its data are`] : sizes(model)),
      ...weights(entry, snapshot),
      ...roles(id, snapshot),
    ]),
  );
}

/** A model of which a part trains, and how much of it that is: so many of its variables. */
export const partCard = (snapshot: Snapshot, { id, network }: ResolvedModel, trained: number): string =>
  paragraphs(
    say`Trains ${whole(trained)} of ${whole(network.parameters.length)} variables; the rest is frozen.`,
    modelCard(snapshot, id) ?? '',
  );

const sizes = ({ measured, network, classes, inputs }: ResolvedModel): readonly string[] => [
  say`Parameters: ${whole(measured.parameters)} (${bytes(measured.bytes)})`,
  say`Forward pass: ${flop(measured.flops)} a sample`,
  ...network.inputs.map(
    ({ name, shape }) => say`Reads ${code(inputs[name] ?? name)} ${code(shapeText(shape))}`,
  ),
  ...(classes === null ? [] : [say`Classes: ${classes}`]),
  say`Taps: ${some(network.taps.map((tap) => `${code(tap)} ${shapeText(measured.taps[tap] ?? [])}`))}`,
];

function weights(entry: ModelEntry, { facts, catalogue }: Snapshot): readonly string[] {
  if (entry.checkpoint !== null) {
    const path = code(entry.checkpoint.value);
    const fact = facts.checkpoints.get(absolute(facts, entry.checkpoint.value));
    if (fact?.ok !== true) return [say`Checkpoint: ${path}`];
    return fact.value === null
      ? [say`Checkpoint: ${path}, not there yet`]
      : [say`Checkpoint: ${path}, ${bytes(fact.value.bytes)}, SHA-256 ${code(fact.value.sha256)}`];
  }
  if (entry.init !== null) return [say`Starts from ${code(entry.init.from.value)}`];
  const own = ownWeights(entry, { facts, catalogue });
  return [own === null ? say`Weights: drawn from the seed` : say`Weights: from ${code(own)}`];
}

/** Who trains it, whom it teaches, and how its size compares with its teachers'. */
function roles(id: string, { recipe, resolved }: Snapshot): readonly string[] {
  const isModel = (name: string) => recipe.models.some((model) => model.id.value === name);
  const trained = recipe.stages.filter((stage) => trainedBy(stage).includes(id));
  const teaches = recipe.stages.filter((stage) => teachersOf(stage, isModel).includes(id));
  const own = resolved?.models.get(id)?.measured.parameters;
  const teachers = new Set(trained.flatMap((stage) => teachersOf(stage, isModel)));
  return [
    ...(trained.length === 0 ? [] : [say`Trained in ${names(trained)}`]),
    ...(teaches.length === 0 ? [] : [say`Teaches in ${names(teaches)}`]),
    ...[...teachers].flatMap((teacher) => {
      const theirs = resolved?.models.get(teacher)?.measured.parameters;
      return own === undefined || theirs === undefined || teacher === id
        ? []
        : [say`${ratio(own, theirs)} than its teacher ${code(teacher)}`];
    }),
  ];
}

const names = (stages: readonly StageEntry[]): string => some(stages.map(({ name }) => code(name.value)));

/** A data set as its recipe uses it; null for a name that none has. */
export function dataCard({ recipe, resolved, facts }: Snapshot, id: string): string | null {
  const entry = recipe.data.find((data) => data.id.value === id);
  if (entry === undefined) return null;
  const data = resolved?.data.get(id);
  const source = entry.source?.value;
  const users = recipe.stages.filter(({ mix }) => mix.some((part) => part.data.value === id));
  return paragraphs(
    source === undefined ? say`${title(id)} · data` : say`${title(id)} · data from ${code(source)}`,
    bullets([
      ...(data === undefined ? [say`Its size is known once its files are`] : samples(data)),
      ...(data === undefined ? [] : files(data, facts)),
      ...(users.length === 0 ? [] : [say`Trained on in ${names(users)}`]),
    ]),
  );
}

const samples = ({ facts, size, skip, labelled }: ResolvedData): readonly string[] => [
  size === facts.size
    ? say`Samples: ${whole(size)}`
    : skip === 0
      ? say`Samples: the first ${whole(size)} of ${whole(facts.size)}`
      : say`Samples: ${whole(size)} of ${whole(facts.size)}, after the first ${whole(skip)}`,
  say`Fields: ${some(Object.entries(facts.fields).map(([name, { shape, dtype }]) => `${code(name)} ${shapeText(shape)} ${dtype}`))}`,
  !labelled
    ? say`Labels: none`
    : say`Classes: ${facts.classes ?? 0}${facts.classNames === undefined ? '' : `, ${some(facts.classNames.map(code))}`}`,
];

function files({ facts, use }: ResolvedData, { hashes }: Snapshot['facts']): readonly string[] {
  const hashed = hashes.get(use.key);
  const sizeOf = (path: string) =>
    hashed?.ok === true ? hashed.value.find((file) => file.path === path)?.bytes : undefined;
  const shown = facts.files.map((path) => {
    const size = sizeOf(path);
    return size === undefined ? code(path) : `${code(path)} (${bytes(size)})`;
  });
  return shown.length === 0 ? [] : [say`Files: ${some(shown, 4)}`];
}

/** A stage: its length, what it trains with which teachers, its batch and its terms. */
export function stageCard(snapshot: Snapshot, entry: StageEntry): string {
  const stage = snapshot.resolved?.stages.find((resolved) => resolved.entry === entry);
  const isModel = (name: string) => snapshot.recipe.models.some((model) => model.id.value === name);
  const teachers = teachersOf(entry, isModel).map(code);
  const { length, updates, unlessCheckpoint } = entry;
  const { measure = null, parts = null } = stage ?? {};
  return paragraphs(
    say`${title(entry.name.value)} · stage`,
    bullets([
      say`Trains ${some(trainedBy(entry).map(code))}${teachers.length === 0 ? '' : say`, taught by ${some(teachers)}`}`,
      ...(measure === null || length === null ? [] : [say`Length: ${stepsAndEpochs(length.value, measure)}`]),
      ...(parts === null
        ? []
        : [
            say`Batch: ${entry.batch.value} = ${some(parts.map(({ data, samples: own }) => `${own} ${code(data.id)}`))}`,
          ]),
      ...(unlessCheckpoint === null ? [] : [say`Skipped where the checkpoint was made by this very stage`]),
      ...updates.flatMap(({ terms }) =>
        terms.map((term) => {
          const found = stage?.updates.flatMap((update) => update.terms).find((own) => own.entry === term);
          const weight = found === undefined ? '' : ` × ${code(scalarText(found.weight))}`;
          return say`Term ${code(term.id.value)}: ${code(term.loss.value)}${weight}`;
        }),
      ),
    ]),
  );
}

const some = (items: readonly string[], atMost = listedAtMost): string =>
  items.length <= atMost
    ? items.join(', ')
    : say`${items.slice(0, atMost).join(', ')} and ${items.length - atMost} more`;

import { dirname, resolve, sep } from 'node:path';
import { headerBytes, readHeader } from '../distill/checkpoints/safetensors.ts';
import { shardPaths } from '../distill/networks/keras/weights.ts';
import { huggingFaceWeights, isHuggingFace } from '../distill/networks/huggingface/weights.ts';
import type { Files } from '../distill/ports.ts';
import { plainFailure, RetortError } from '../protocol/failure.ts';
import type { Failure } from '../protocol/problem.ts';
import { builtIn, type Catalogue } from './catalogue.ts';
import { noFacts, type CheckpointFact, type Fact, type Facts, type JsonFact, type Need } from './facts.ts';
import { nodeFiles } from './files.ts';
import { flaws, searchedAtMost } from './flaws.ts';
import { hashFile, hashFiles } from './hashing.ts';
import { needs } from './needs.ts';
import type { RecipeDocument } from './parse.ts';
import { readRecipe } from './read/recipe.ts';
import { listsWeights } from './resolved/weights.ts';
import { say } from '../text/say.ts';

/** Side files are descriptions of networks; a larger one is something else. */
const jsonBytesAtMost = 64 * 1024 * 1024;

/** How far one looks. Everything is read where nothing is said. */
export interface Looking {
  readonly catalogue?: Catalogue;
  /** Whether a fact is wanted at all. */
  readonly wants?: (need: Need) => boolean;
  /** Rejects with a RetortError for a path that may not be read. */
  readonly admit?: (path: string) => Promise<void>;
  /** A larger checkpoint isn't searched for values that aren't finite. */
  readonly searchedBytes?: number;
}

/**
 * Finds out what a recipe needs to know: headers of data and checkpoints, hashes, side files. Only reads, never
 * executes, never throws for what it finds: failures are facts. Facts in `previous` are taken as they are, so that a
 * caller decides when to look again.
 */
export async function gather(
  document: RecipeDocument,
  recipePath: string,
  previous?: Facts,
  { catalogue = builtIn, wants = () => true, admit, searchedBytes = searchedAtMost }: Looking = {},
): Promise<Facts> {
  const recipe = readRecipe(document.root);
  const wanted = (known: Facts): readonly Need[] => needs(recipe, known, catalogue).filter(wants);
  const same = previous?.recipePath === resolve(recipePath) ? previous : undefined;
  // The same object says that nothing new is known: what was derived from it stays.
  if (same !== undefined && wanted(same).length === 0) return same;
  const facts = copyOf({ ...(previous ?? noFacts(recipePath)), recipePath: resolve(recipePath) });
  const reach = { catalogue, searchedBytes, ...(admit === undefined ? open : admitted(admit)) };
  // Twice: files to hash are known once their source was looked at.
  for (let round = 0; round < 2; round++) {
    for (const need of wanted(facts)) await fetchNeed(need, facts, reach);
  }
  return facts;
}

/** What facts are fetched with. */
interface Reach {
  readonly catalogue: Catalogue;
  readonly files: Files;
  readonly hash: typeof hashFile;
  readonly searchedBytes: number;
}

const open: Pick<Reach, 'files' | 'hash'> = { files: nodeFiles, hash: hashFile };

/** Every path is asked for before anything of it is read. */
function admitted(admit: (path: string) => Promise<void>): typeof open {
  const first =
    <T>(read: (path: string) => Promise<T>) =>
    async (path: string): Promise<T> => {
      await admit(path);
      return read(path);
    };
  return {
    files: {
      stat: first((path) => nodeFiles.stat(path)),
      list: first((path) => nodeFiles.list(path)),
      read: (path, range) => first(() => nodeFiles.read(path, range))(path),
    },
    hash: first(hashFile),
  };
}

const copyOf = (facts: Facts) => ({
  recipePath: facts.recipePath,
  sources: new Map(facts.sources),
  hashes: new Map(facts.hashes),
  checkpoints: new Map(facts.checkpoints),
  json: new Map(facts.json),
});

async function fetchNeed(need: Need, facts: ReturnType<typeof copyOf>, reach: Reach): Promise<void> {
  switch (need.kind) {
    case 'source': {
      const descriptor = reach.catalogue.sources.find(({ source }) => source === need.source);
      if (descriptor === undefined) return;
      facts.sources.set(need.key, await factOf(() => descriptor.inspect(need.config, reach.files)));
      return;
    }
    case 'hashes':
      facts.hashes.set(need.key, await factOf(() => hashFiles(need.files, reach.hash)));
      return;
    case 'checkpoint':
      facts.checkpoints.set(need.path, await factOf(() => readCheckpoint(need.path, reach), need.path));
      return;
    case 'json':
      facts.json.set(need.path, await factOf(() => readJson(need.path, reach)));
  }
}

/** `path` is what a failure is about that doesn't say itself. */
async function factOf<T>(look: () => Promise<T>, path?: string): Promise<Fact<T>> {
  try {
    return { ok: true, value: await look() };
  } catch (error) {
    return { ok: false, failure: failureOf(error, path) };
  }
}

/** An error as a failure; `path` is what it is about where it does not say itself. */
export function failureOf(error: unknown, path?: string): Failure {
  if (error instanceof RetortError)
    return { ...(path !== undefined && { where: path }), ...plainFailure(error) };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'unreadable-file',
    message,
    next: say`Check the file; this kind of failure was not foreseen.`,
  };
}

/** Header and hash of a safetensors file; null when it isn't there. */
async function readCheckpoint(
  path: string,
  { files, hash, searchedBytes }: Reach,
): Promise<CheckpointFact | null> {
  const entry = await files.stat(path);
  if (entry === null) return null;
  if (entry.kind === 'folder') throw notAFile(path);
  const first = await files.read(path, { offset: 0, length: 8 });
  const length = headerBytes(first, entry.bytes);
  const { tensors, metadata } = readHeader(await files.read(path, { offset: 0, length }), entry.bytes);
  const { sha256 } = await hash(path);
  return {
    bytes: entry.bytes,
    sha256,
    metadata,
    shapes: new Map(tensors.map(({ name, shape }) => [name, shape])),
    flaws: entry.bytes > searchedBytes ? new Map() : await flaws(path, tensors, files),
  };
}

async function readJson(path: string, { files, hash }: Reach): Promise<JsonFact> {
  const entry = await files.stat(path);
  if (entry?.kind === 'folder') throw notAFile(path);
  if (entry !== null && entry.bytes > jsonBytesAtMost) {
    throw new RetortError({
      code: 'unusable-file',
      message: say`${path} has ${entry.bytes} bytes; a description of a network has at most ${jsonBytesAtMost}.`,
      where: path,
      next: say`Name the model.json of a TensorFlow.js model, or a Hugging Face folder.`,
    });
  }
  const bytes = await files.read(path);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return { value, file: await hash(path), weights: await hashFiles(weightFiles(value, path), hash) };
  } catch (error) {
    if (error instanceof RetortError) throw error;
    const reason = error instanceof Error ? error.message.slice(0, 120) : String(error);
    throw new RetortError(
      {
        code: 'unusable-file',
        message: say`${path} is not JSON: ${reason}.`,
        where: path,
        next: say`Name the model.json of a TensorFlow.js model, or a Hugging Face folder.`,
      },
      { cause: error },
    );
  }
}

/**
 * Weights of a Hugging Face model, or shards of a TensorFlow.js model. They lie beside it: a shard that points
 * elsewhere is refused when it is built.
 */
function weightFiles(json: unknown, path: string): readonly string[] {
  const folder = dirname(path);
  if (isHuggingFace(json)) return [resolve(folder, huggingFaceWeights)];
  return listsWeights(json)
    ? shardPaths(json)
        .map((shard) => resolve(folder, shard))
        .filter((shard) => shard.startsWith(folder + sep))
    : [];
}

const notAFile = (path: string): RetortError =>
  new RetortError({
    code: 'unusable-file',
    message: say`${path} is a folder, expected a file.`,
    where: path,
    next: say`Name a file in it.`,
  });

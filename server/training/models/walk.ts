import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { huggingFaceWeights } from '../../distill/networks/huggingface/weights.ts';

/** Where a model may be. */
export interface Place {
  readonly kind: 'safetensors' | 'tensorflow' | 'huggingface';
  /** The file, or the folder of a Hugging Face model; absolute. */
  readonly path: string;
}

export interface Places {
  /** Sorted by path, each once. */
  readonly models: readonly Place[];
  /** Folders that hold a `.retort`. */
  readonly workspaces: readonly string[];
}

/** Enough for any project; whatever lies beyond is left out rather than waited for. */
export const limits = { depth: 16, entries: 200_000, models: 2_000 };

/** Folders that hold what was installed, not what somebody made. */
const skipped = new Set(['node_modules', '__pycache__']);

/** How the description of a TensorFlow.js model is named: `model.json`, `student.model.json`. */
const isDescription = (name: string): boolean => /(^|[.-])model\.json$/i.test(name);

/**
 * Looks for models below folders by names alone. Hidden folders are passed over, but for the models that runs made
 * (`.retort/runs/<run>/models`). Links to folders are not followed: there are no loops, and nothing outside is looked at.
 * Folders that can't be read hold nothing.
 */
export async function walk(folders: readonly string[], signal?: AbortSignal): Promise<Places> {
  const models = new Map<string, Place>();
  const workspaces = new Set<string>();
  let entries = 0;

  const visit = async (folder: string, depth: number): Promise<void> => {
    signal?.throwIfAborted();
    const files: string[] = [];
    const inside: string[] = [];
    for await (const entry of entriesOf(folder)) {
      if (++entries > limits.entries) break;
      if (entry.isDirectory()) inside.push(entry.name);
      else if (await isFile(folder, entry)) files.push(entry.name);
    }
    for (const place of placesIn(folder, files.sort()))
      if (models.size < limits.models) models.set(place.path, place);
    for (const name of inside.sort()) {
      if (name === '.retort') await visitRuns(folder, depth);
      else if (depth < limits.depth && !name.startsWith('.') && !skipped.has(name))
        await visit(join(folder, name), depth + 1);
    }
  };

  const visitRuns = async (workspace: string, depth: number): Promise<void> => {
    workspaces.add(workspace);
    const runs = join(workspace, '.retort', 'runs');
    for await (const entry of entriesOf(runs)) {
      if (++entries > limits.entries) break;
      if (entry.isDirectory() && !entry.name.startsWith('.'))
        await visit(join(runs, entry.name, 'models'), depth + 1);
    }
  };

  for (const folder of folders) {
    const real = await realpath(folder).catch(() => null);
    if (real === null) continue;
    for (const above of ancestors(real)) if (await isFolder(join(above, '.retort'))) workspaces.add(above);
    await visit(real, 0);
  }
  return {
    models: [...models.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    workspaces: [...workspaces],
  };
}

/** The workspaces that a file lies in, its own folder included. */
export async function workspacesAbove(path: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of ancestors(path)) if (await isFolder(join(folder, '.retort'))) found.push(folder);
  return found;
}

/** The place of a path that was found before, by what it is now. */
export async function placeAt(path: string): Promise<Place> {
  if (await isFolder(path)) return { kind: 'huggingface', path };
  return { kind: path.toLowerCase().endsWith('.json') ? 'tensorflow' : 'safetensors', path };
}

/** A folder with a description and weights of Hugging Face is one model; every other file is one of its own. */
function placesIn(folder: string, files: readonly string[]): readonly Place[] {
  const isHuggingFace = files.includes('config.json') && files.includes(huggingFaceWeights);
  return [
    ...(isHuggingFace ? [{ kind: 'huggingface', path: folder } as const] : []),
    ...files.flatMap((name): Place[] => {
      const path = join(folder, name);
      if (isDescription(name)) return [{ kind: 'tensorflow', path }];
      if (!name.toLowerCase().endsWith('.safetensors')) return [];
      return isHuggingFace && name === huggingFaceWeights ? [] : [{ kind: 'safetensors', path }];
    }),
  ];
}

async function* entriesOf(folder: string): AsyncGenerator<Dirent> {
  const opened = await opendir(folder).catch(() => null);
  if (opened === null) return;
  try {
    // Closes the folder at its end, and when the caller has seen enough.
    for await (const entry of opened) yield entry;
  } catch {
    // It went away, or can't be read any further.
  }
}

/** Files, and links to files: downloads of Hugging Face are links into a store. */
const isFile = async (folder: string, entry: Dirent): Promise<boolean> =>
  entry.isFile() ||
  (entry.isSymbolicLink() && ((await stat(join(folder, entry.name)).catch(() => null))?.isFile() ?? false));

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isDirectory() ?? false;

function ancestors(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...ancestors(above)];
}

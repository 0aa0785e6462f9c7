/**
 * Every setting of `retort.*` with its default. package.json declares the same ones (a test compares); what each
 * means to people is written there.
 */
export const defaults = {
  /** Path of a Node.js executable; empty: the first usable one on PATH. */
  nodePath: '',
  /** Runs that train at once on this machine. */
  slots: 1,
  /** 0 (as the editor) to 19 (only what is left over). */
  niceness: 10,
  /** Threads a run computes with, where its backend can use so many; 0: what that finds best. */
  threads: 0,
  backend: 'auto',
  /** Folders outside the workspace in which models are looked for. */
  modelFolders: [] as readonly string[],
  notifyOnCompletion: false,
  /** Whether recipes show, as inlay hints, what they leave out. */
  showDefaults: true,
};

export type Settings = typeof defaults;

/** Values as they are configured, by name; what is missing or of another type is the default. */
export function settingsFrom(configured: (name: string) => unknown): Settings {
  return {
    nodePath: text(configured('nodePath'), defaults.nodePath),
    slots: whole(configured('slots'), defaults.slots, [1, 64]),
    niceness: whole(configured('niceness'), defaults.niceness, [0, 19]),
    threads: whole(configured('threads'), defaults.threads, [0, 1024]),
    backend: text(configured('backend'), defaults.backend),
    modelFolders: texts(configured('modelFolders'), defaults.modelFolders),
    notifyOnCompletion: configured('notifyOnCompletion') === true,
    showDefaults: configured('showDefaults') !== false,
  };
}

const text = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value.trim() : otherwise;

const texts = (value: unknown, otherwise: readonly string[]): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : otherwise;

function whole(value: unknown, otherwise: number, [least, most]: readonly [number, number]): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return otherwise;
  return Math.min(most, Math.max(least, Math.round(value)));
}

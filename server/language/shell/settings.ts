import { homedir } from 'node:os';

/** What a client says in `initializationOptions`, and in `workspace/didChangeConfiguration` under `retort`. */
export interface LanguageSettings {
  /** Folders outside the workspace that may be read; absolute, or from `~`. */
  readonly modelFolders: readonly string[];
  /** Whether what a recipe leaves out is shown beside what it says. */
  readonly showDefaults: boolean;
  /** Whether the client has the commands of VS Code and of our extension: of code lenses, and to list completions. */
  readonly commands: boolean;
}

export const defaultSettings: LanguageSettings = {
  modelFolders: [],
  showDefaults: true,
  commands: false,
};

/** Settings from what a client sent; what is missing or of another type stays as it was. */
export function settingsFrom(given: unknown, before: LanguageSettings = defaultSettings): LanguageSettings {
  const { modelFolders, showDefaults, commands } = recordOf(given);
  return {
    modelFolders: Array.isArray(modelFolders)
      ? modelFolders.filter((folder) => typeof folder === 'string').map(fromHome)
      : before.modelFolders,
    showDefaults: flag(showDefaults, before.showDefaults),
    commands: flag(commands, before.commands),
  };
}

const fromHome = (folder: string): string => folder.replace(/^~(?=$|[\\/])/, () => homedir());

const flag = (value: unknown, otherwise: boolean): boolean =>
  typeof value === 'boolean' ? value : otherwise;

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

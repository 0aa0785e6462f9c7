import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { workspace, type WorkspaceFolder } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import { text } from '../text/index.ts';

/** An open folder and its real path, by which the training server knows it. */
export interface OpenFolder {
  readonly folder: WorkspaceFolder;
  readonly path: string;
}

/** Open folders on a disk; those that have gone are left out. */
export async function openFolders(): Promise<readonly OpenFolder[]> {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const found = await Promise.all(
    folders.map(async (folder) => ({ folder, path: await realpath(folder.uri.fsPath).catch(() => null) })),
  );
  return found.filter((open): open is OpenFolder => open.path !== null);
}

/** The open folder that holds a file (a real path), the innermost one; or undefined. */
export const folderOf = (path: string, folders: readonly OpenFolder[]): OpenFolder | undefined =>
  [...folders]
    .sort((a, b) => b.path.length - a.path.length)
    .find((open) => path.startsWith(open.path.endsWith(sep) ? open.path : open.path + sep));

/** Name of the open folder that holds a file (a real path), where several are open; else null. */
export const folderName = (path: string, folders: readonly OpenFolder[]): string | null =>
  folders.length < 2 ? null : (folderOf(path, folders)?.folder.name ?? null);

/** `no-folder`, for what needs a place to keep runs in. */
export const noFolder = (): RetortError =>
  new RetortError({ code: 'no-folder', message: text.errors.noFolder, next: text.errors.noFolderNext });

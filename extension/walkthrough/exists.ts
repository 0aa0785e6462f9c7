import { workspace, type Uri } from 'vscode';

/** Whether there is a file or folder of that name. */
export const exists = (uri: Uri): Promise<boolean> =>
  Promise.resolve(workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );

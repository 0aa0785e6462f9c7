import { commands, env, UIKind, type Uri } from 'vscode';

/** Shows a file where the person sees files: in the system's file manager, or in the Explorer where the machine is another. */
export async function reveal(uri: Uri): Promise<void> {
  const here = env.remoteName === undefined && env.uiKind === UIKind.Desktop;
  await commands.executeCommand(here ? 'revealFileInOS' : 'revealInExplorer', uri);
}

import { commands, Uri, workspace, type ExtensionContext } from 'vscode';
import { codesOf } from './page.ts';

/** What a failure's code means, on the page that came with this package. */
export interface Explanations {
  /** Whether the page has a section of that code. */
  readonly has: (code: string) => Promise<boolean>;
  /** Opens the page at the section of a code. */
  readonly show: (code: string) => Promise<void>;
}

/** The page is read when something has failed, once. */
export function explanations({ extensionUri }: Pick<ExtensionContext, 'extensionUri'>): Explanations {
  const page = Uri.joinPath(extensionUri, 'docs', 'problems.md');
  let codes: Promise<ReadonlySet<string>> | null = null;
  const read = async (): Promise<ReadonlySet<string>> =>
    codesOf(new TextDecoder().decode(await workspace.fs.readFile(page)));
  return {
    async has(code) {
      // A failure is shown whether it can be explained or not.
      codes ??= read().catch(() => new Set<string>());
      return (await codes).has(code);
    },
    async show(code) {
      await commands.executeCommand('markdown.showPreview', page.with({ fragment: code }));
    },
  };
}

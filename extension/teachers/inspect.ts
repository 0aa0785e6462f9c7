import { Uri, window, workspace, type TextDocumentContentProvider } from 'vscode';
import type { ModelFile } from '../../server/protocol/training.ts';
import { fileName } from '../run-panel/file-name.ts';
import { text } from '../text/index.ts';
import type { Training } from '../training/connection.ts';
import { inspection } from './inspection.ts';

export const scheme = 'retort-model';

/** Documents that say what a model's file holds; read-only, made when they are shown. */
export const inspections = (training: Training): TextDocumentContentProvider => ({
  async provideTextDocumentContent({ query }, token) {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const path = new URLSearchParams(query).get('path') ?? '';
    return inspection(await training.request('inspect', { path }, controller.signal), text);
  },
});

/** Shows what a model's file holds. */
export async function inspect({ path, name }: ModelFile): Promise<void> {
  const query = new URLSearchParams({ path }).toString();
  const uri = Uri.from({ scheme, path: `/${fileName(name)}.txt`, query });
  await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
}

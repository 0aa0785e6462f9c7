import { Uri, window, workspace } from 'vscode';
import type { ChartFile } from '../../server/protocol/panel.ts';
import { text } from '../text/index.ts';
import { fileName } from './file-name.ts';

/** Asks where to and writes a chart. Null when the person thought better of it. */
export async function save(
  { name, format, content }: ChartFile,
  folder: Uri,
): Promise<{ readonly path: string } | null> {
  const uri = await window.showSaveDialog({
    defaultUri: Uri.joinPath(folder, `${fileName(name)}.${format}`),
    filters: { [text.panel[format]]: [format] },
  });
  if (uri === undefined) return null;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  await workspace.fs.writeFile(uri, bytes);
  return { path: uri.fsPath };
}

import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { LanguagePorts } from '../language/shell/ports.ts';
import { serve } from '../language/shell/serve.ts';
import { spoken } from '../text/say.ts';
import type { LookAhead } from './look-ahead/look-ahead.ts';
import { sampleFolder } from './sample-folder.ts';
import { manifest, packageFile } from '../training/package-files.ts';

/**
 * Serves the client at the other end of this process, as the words after `language-server` say, until it goes: the
 * library ends the process when the client says so, closes the connection, or dies.
 */
export function serveLanguage(): Promise<never> {
  serve(createConnection(ProposedFeatures.all), ports);
  return new Promise(() => undefined);
}

let thread: LookAhead | null = null;

/** V8 collects nothing while nothing happens, and fifty recipes that were opened left as much garbage as they take. */
function tidy(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}

const ports: LanguagePorts = {
  async ahead(recipe, folders) {
    const { LookAhead } = await import('./look-ahead/look-ahead.ts');
    thread ??= new LookAhead(new URL('./look-ahead.js', import.meta.url), tidy);
    return thread.ask({ ...recipe, folders, language: spoken() });
  },
  version: manifest().version,
  page: (code) => Object.assign(pathToFileURL(packageFile('docs/problems.md')), { hash: code }).href,
  folders: [sampleFolder()],
  async templates(folder, data) {
    const { templatesFor } = await import('./templates-for.ts');
    return templatesFor(data === 'beside' ? null : folder);
  },
  async lastResult(recipe, folders) {
    const { lastResult } = await import('./last-result.ts');
    return lastResult(recipe, folders);
  },
};

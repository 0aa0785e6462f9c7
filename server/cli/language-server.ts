import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { LanguagePorts } from '../language/shell/ports.ts';
import { serve } from '../language/shell/serve.ts';
import { manifest, packageFile } from '../training/package-files.ts';

/**
 * Serves the client at the other end of this process, as the words after `language-server` say, until it goes: the
 * library ends the process when the client says so, closes the connection, or dies.
 */
export function serveLanguage(): Promise<never> {
  serve(createConnection(ProposedFeatures.all), ports);
  return new Promise(() => undefined);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const ports: LanguagePorts = {
  // Planning makes as much garbage as fifty open recipes take, and V8 collects nothing while nothing happens.
  tidy: collect,
  async circumstances(recipe, folders) {
    const { circumstances } = await import('../training/circumstances.ts');
    return circumstances(recipe, folders);
  },
  version: manifest().version,
  page: (code) => Object.assign(pathToFileURL(packageFile('docs/problems.md')), { hash: code }).href,
  async templates(folder) {
    const { templatesFor } = await import('./templates-for.ts');
    return templatesFor(folder);
  },
  async lastResult(recipe, folders) {
    const { lastResult } = await import('./last-result.ts');
    return lastResult(recipe, folders);
  },
};

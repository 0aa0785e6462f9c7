import { PassThrough } from 'node:stream';
import { createConnection } from 'vscode-languageserver/node';
import type { LanguagePorts } from '../../../server/language/shell/ports.ts';
import { serve } from '../../../server/language/shell/serve.ts';
import { plainClient, type PlainClient } from './plain-client.ts';

/** A client and a server in this process, with streams between them. */
export function served(ports: Partial<LanguagePorts> = {}): PlainClient {
  const [there, back] = [new PassThrough(), new PassThrough()];
  serve(createConnection(there, back), {
    version: '1.2.3',
    page: (code) => `https://example.com/problems#${code}`,
    ahead: () => Promise.resolve([]),
    folders: [],
    templates: () => Promise.resolve([]),
    lastResult: () => Promise.resolve(null),
    ...ports,
  });
  return plainClient(back, there);
}

import { spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { languageVariable } from '../../text/language.ts';
import { say } from '../../text/say.ts';

export interface Launch {
  readonly node: string;
  readonly program: string;
  readonly folder: string;
  readonly idleMs?: number;
  readonly language?: string;
}

/** What a server printed that didn't come as far as its log. */
export const launchLog = (folder: string): string => join(folder, 'launch.log');

/**
 * Starts a server that outlives this process. Of several that start at the same time all but one end at once.
 * Resolves to why it can't be started, when it ends (an empty text when it just ended).
 */
export function launch({ node, program, folder, idleMs, language }: Launch): Promise<string> {
  const log = openSync(launchLog(folder), 'w', 0o600);
  try {
    const idle = idleMs === undefined ? [] : ['--idle-ms', String(idleMs)];
    const child = spawn(node, [program, '--folder', folder, ...idle], {
      // Not the workspace, which could then not be removed or unmounted.
      cwd: folder,
      detached: true,
      env: {
        ...environment(process.env),
        ...(language === undefined ? {} : { [languageVariable]: language }),
      },
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
    child.unref();
    return new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) =>
        resolve(code === 0 ? '' : say`It ended with ${signal ?? say`code ${code ?? '?'}`}.`),
      );
    });
  } finally {
    closeSync(log);
  }
}

/** Without what an editor sets for programs of its own. */
function environment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(own).filter(([name]) => !/^(ELECTRON_|VSCODE_|NODE_OPTIONS$|NODE_CHANNEL)/.test(name)),
  );
}

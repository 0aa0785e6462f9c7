import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { env, window, workspace, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { TrainingClient } from '../../server/training/client/client.ts';
import { speak } from '../../server/text/say.ts';
import { readSettings } from '../settings/read.ts';
import { Connection, type Training } from './connection.ts';
import { foundNode } from './node.ts';
import { logFailure, type WithErrors } from './errors.ts';
import { openFolders } from './folders.ts';

/** The connection to the training server, made when something is first asked of it. */
export function registerTraining(
  context: ExtensionContext,
  { log, guard }: { readonly log: LogOutputChannel; readonly guard: WithErrors },
): Training {
  const program = context.asAbsolutePath('dist/server.js');
  const version = String((context.extension.packageJSON as { readonly version: unknown }).version);
  const open = async (signal: AbortSignal): Promise<TrainingClient> => {
    // Loaded with the first use: activation stays quick.
    const { connect } = await import('../../server/training/client/connect.ts');
    await speak(env.language);
    const node = await foundNode();
    log.info(`Connecting; programs run on ${node}. The editor is ${env.appName}.`);
    return connect({ version, name: 'vscode', program, node, language: env.language, signal });
  };
  const find = async (): Promise<TrainingClient | null> => {
    const { connectIfThere } = await import('../../server/training/client/connect.ts');
    return connectIfThere({ version, name: 'vscode' });
  };
  const serverSettings = () => {
    const { slots, niceness } = readSettings();
    return { slots, niceness };
  };
  const connection = new Connection(open, serverSettings, log);
  context.subscriptions.push(
    connection,
    workspace.onDidChangeConfiguration((event) => {
      const theirs =
        event.affectsConfiguration('retort.slots') || event.affectsConfiguration('retort.niceness');
      if (theirs) void guard(() => connection.configure());
    }),
  );
  // Runs of this workspace may be at work since before the window: then they are shown at once.
  void keepsRuns()
    .then(async (keeps) => keeps && connection.join(find))
    .catch((error: unknown) => logFailure(error, log));
  return connection;
}

/** Whether an open folder has been trained in. */
async function keepsRuns(): Promise<boolean> {
  const folders = await openFolders();
  const found = await Promise.all(
    folders.map(({ path }) => stat(join(path, '.retort', 'runs')).catch(() => null)),
  );
  return found.some((entry) => entry !== null);
}

/** The log channel of this window. */
export function registerLog(context: ExtensionContext): LogOutputChannel {
  const log = window.createOutputChannel('Retort', { log: true });
  context.subscriptions.push(log);
  return log;
}

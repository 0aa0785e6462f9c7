import { env, window, workspace, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { TrainingClient } from '../../server/training/client/client.ts';
import { readSettings } from '../settings/read.ts';
import { Connection, type Training } from './connection.ts';
import { foundNode } from './node.ts';
import type { WithErrors } from './errors.ts';

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
    const node = await foundNode();
    log.info(`Connecting; programs run on ${node}. The editor is ${env.appName}.`);
    return connect({ version, name: 'vscode', program, node, signal });
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
  return connection;
}

/** The log channel of this window. */
export function registerLog(context: ExtensionContext): LogOutputChannel {
  const log = window.createOutputChannel('Retort', { log: true });
  context.subscriptions.push(log);
  return log;
}

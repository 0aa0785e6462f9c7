import { window, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { OpenRun } from '../run-panel/register.ts';
import { oneLine } from '../text/plain.ts';
import type { WithErrors } from '../training/errors.ts';
import { runOfAddress } from './address.ts';

/** Links from outside open the run of a folder that is open here, and do nothing else. */
export function registerLinks(
  context: ExtensionContext,
  {
    log,
    guard,
    open,
  }: { readonly log: LogOutputChannel; readonly guard: WithErrors; readonly open: OpenRun },
): void {
  context.subscriptions.push(
    window.registerUriHandler({
      handleUri(uri) {
        const run = runOfAddress(uri);
        if (run === null) log.warn(`A link was refused: ${oneLine(uri.toString())}`);
        else return guard(() => open(run));
      },
    }),
  );
}

import { commands, type ExtensionContext } from 'vscode';
import type { WithErrors } from '../training/errors.ts';

/** First steps: the sample, templates, and the walkthrough that leads through them. */
export function registerFirstSteps(context: ExtensionContext, guard: WithErrors): void {
  context.subscriptions.push(
    commands.registerCommand('retort.openSample', () =>
      guard(async () => (await import('./sample.ts')).openSample(context)),
    ),
    commands.registerCommand('retort.newRecipe', (given: unknown) =>
      guard(async () => (await import('./new-recipe.ts')).newRecipe(context, given)),
    ),
    commands.registerCommand('retort.openWalkthrough', () =>
      commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false),
    ),
  );
}

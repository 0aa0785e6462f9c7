import { commands, type ExtensionContext } from 'vscode';
import { explanations } from './explain/explain.ts';
import { registerLanguage } from './language/register.ts';
import { registerLinks } from './links/register.ts';
import { Checks } from './recipes/checks.ts';
import { registerRecipes } from './recipes/register.ts';
import { registerRunPanel } from './run-panel/register.ts';
import { RunList } from './runs/list.ts';
import { registerRuns } from './runs/register.ts';
import { registerStatus } from './status/register.ts';
import { registerTeachers } from './teachers/register.ts';
import { withErrors } from './training/errors.ts';
import { registerLog, registerTraining } from './training/register.ts';
import { registerFirstSteps } from './walkthrough/register.ts';

/**
 * The composition root: every object is built once, in dependency order, and tracked for disposal. Nothing is read,
 * started or connected here; that happens when somebody first looks.
 */
export function activate(context: ExtensionContext): void {
  const log = registerLog(context);
  const explained = explanations(context);
  const guard = withErrors(log, explained);
  const training = registerTraining(context, { log, guard });
  const list = new RunList(training);
  const open = registerRunPanel(context, { training, list, log, explained });

  context.subscriptions.push(
    list,
    commands.registerCommand('retort.showLog', () => log.show()),
  );
  registerRuns(context, list, { training, log, guard, open, explained });
  const checks = new Checks(training);
  const recipes = registerRecipes(context, { training, log, guard, open, checks });
  registerLanguage(context, { training, log, guard, explained, checks });
  registerTeachers(context, { training, runs: list, recipes, log, guard });
  registerStatus(context, list);
  registerFirstSteps(context, guard);
  registerLinks(context, { log, guard, open });
}

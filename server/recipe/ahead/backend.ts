import type { Problem } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import type { Ahead } from '../ahead.ts';
import { replace } from '../nearest.ts';
import { problem } from '../resolved/context.ts';

/** A backend that the recipe names and that can't compute on this machine, with those that can. */
export function checkBackend({ recipe, circumstances }: Ahead): readonly Problem[] {
  const { backend } = recipe;
  const state = circumstances.backends.find(({ name }) => name === backend?.value);
  if (backend === null || state === undefined || state.unusable === null) return [];
  const usable = circumstances.backends.filter(({ unusable }) => unusable === null).map(({ name }) => name);
  const message = say`The backend ${state.name} can't train this recipe on this machine: ${state.unusable} What can: ${[...usable, 'auto'].join(', ')}.`;
  const fixes = [...usable, 'auto'].map((name) => replace(backend.range, name));
  return [problem('unusable-backend', message, backend.range, { severity: 'warning', fixes })];
}

import type { Problem } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import type { Ahead } from '../ahead.ts';
import { fittingBatches } from '../memory/fit.ts';
import { memoryOf, type Networks } from '../memory/memory.ts';
import { replace } from '../nearest.ts';
import { problem } from '../resolved/context.ts';
import { bytes } from '../table.ts';

/** Stages that need more memory than this machine has now, each with the batch that would fit. */
export function checkMemory(ahead: Ahead, networks: Networks): readonly Problem[] {
  const { plan, recipe, circumstances } = ahead;
  const { availableBytes } = circumstances;
  const estimate = memoryOf(plan, networks);
  if (estimate.bytes <= availableBytes) return [];
  const fitting = fittingBatches(plan, networks, availableBytes) ?? {};
  const available = bytes(availableBytes);
  const found = recipe.stages.flatMap((stage) => {
    const needed = estimate.stages[stage.name.value] ?? 0;
    if (needed <= availableBytes) return [];
    const batch = fitting[stage.name.value];
    const hint = batch === undefined ? say`No smaller batch would fit.` : say`batch: ${batch} would fit.`;
    const message = say`This stage is expected to take ${bytes(needed)} of memory; ${available} are available here now. ${hint}`;
    const { range } = stage.batch;
    const isWritten = /^\d+$/.test(ahead.document.text.slice(range.start, range.end));
    const fixes = batch === undefined || !isWritten ? [] : [replace(range, String(batch))];
    return [problem('too-little-memory', message, range, { severity: 'warning', fixes })];
  });
  const message = say`The run is expected to take ${bytes(estimate.bytes)} of memory; ${available} are available here now.`;
  return found.length > 0
    ? found
    : [problem('too-little-memory', message, recipe.range, { severity: 'warning' })];
}

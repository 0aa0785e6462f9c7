import { exactStepsOf, lengthOf, stepsOf, type Measure } from '../resolved/lengths.ts';
import { itemsOf, textOf } from '../read/located.ts';
import { replace } from '../nearest.ts';
import { entryOf, valueOf, type Node } from '../node.ts';
import { problem, type Context } from '../resolved/context.ts';
import type { Resolved } from '../resolved/resolved.ts';
import type { ResolvedPart, ResolvedStage } from '../resolved/stages.ts';
import { say } from '../../text/say.ts';

/** Batches against data, micro-batches against batches, schedules against the stage. */
export function checkBatches({ stages }: Resolved, context: Context): void {
  for (const stage of stages) {
    checkParts(stage, context);
    for (const { entry, optimizer, terms } of stage.updates) {
      const schedules = [
        ...Object.keys(optimizer?.descriptor.parameters.properties ?? {}).map((key) =>
          valueOf(entry.optimizer ?? undefined, key),
        ),
        ...terms.flatMap((term) =>
          ['weight', ...Object.keys(term.descriptor.parameters.properties)].map((key) =>
            valueOf(term.entry.node, key),
          ),
        ),
      ];
      for (const schedule of schedules) if (schedule !== undefined) checkSchedule(schedule, stage, context);
    }
  }
}

function checkParts({ entry, parts }: ResolvedStage, context: Context): void {
  for (const { data, samples } of parts ?? []) {
    const place = entry.mix.find((part) => part.data.value === data.id)?.data.range ?? entry.dataRange;
    if (samples > data.size) {
      const message = say`A batch takes ${samples} samples of ${data.id}, which has ${data.size}: some come twice. Make the batch smaller.`;
      // Of several data sets each has its share of a batch, and which batch suits all is no matter of one number.
      const isAlone = parts?.length === 1 && data.size % entry.accumulate.value === 0;
      const isWritten = entryOf(entry.node, 'batch') !== undefined;
      const fixes = isAlone && isWritten ? [replace(entry.batch.range, String(data.size))] : [];
      context.report(problem('batch-exceeds-data', message, place, { severity: 'warning', fixes }));
    }
    if (samples % entry.accumulate.value !== 0) {
      const message = say`${samples} samples of ${data.id} in a batch can't be split into ${entry.accumulate.value} equal micro-batches. Choose a batch and shares that ${entry.accumulate.value} divides.`;
      const fixes = [
        replace(entry.accumulate.range, String(largestDivisor(parts ?? [], entry.accumulate.value))),
      ];
      context.report(problem('batch-not-divisible', message, entry.accumulate.range, { fixes }));
    }
  }
}

/** The largest number up to a limit that divides every part of the batch. */
function largestDivisor(parts: readonly ResolvedPart[], limit: number): number {
  for (let number = limit; number > 1; number--) {
    if (parts.every(({ samples }) => samples % number === 0)) return number;
  }
  return 1;
}

/** A schedule that the stage ends before. */
function checkSchedule(node: Node, { measure, entry }: ResolvedStage, context: Context): void {
  if (measure === null) return;
  const lengths = [valueOf(node, 'over'), ...itemsOf(valueOf(node, 'step'))].flatMap(
    (item) => textOf(item) ?? [],
  );
  for (const { value, range } of lengths) {
    if (lengthOf(value) === null || stepsOf(value, measure) <= measure.steps) continue;
    const message = say`${value} is longer than the stage (${entry.length?.value ?? ''}, ${measure.steps} steps): the schedule never gets there. Shorten it, or write 100 %.`;
    const related =
      entry.length === null
        ? []
        : [{ message: say`Length of ${entry.name.value}`, range: entry.length.range }];
    const fixes = [replace(range, '100 %')];
    context.report(problem('schedule-too-long', message, range, { severity: 'warning', fixes, related }));
  }
  checkDrops(node, measure, context);
}

/** Drops that don't rise: which of them was meant to be later can't be guessed. */
function checkDrops(node: Node, measure: Measure, context: Context): void {
  const drops = itemsOf(valueOf(node, 'step')).flatMap((item) => {
    const written = textOf(item);
    const length = written === null ? null : lengthOf(written.value);
    return written === null || length === null ? [] : [{ ...written, at: exactStepsOf(length, measure) }];
  });
  for (const [index, { value, range, at }] of drops.entries()) {
    const before = drops[index - 1];
    if (before === undefined || before.at < at) continue;
    const message = say`The drop at ${value} does not come after the one at ${before.value} before it. Write drops in rising order, each once.`;
    const related = [{ message: say`The drop before it`, range: before.range }];
    context.report(problem('unordered-drops', message, range, { related }));
  }
}

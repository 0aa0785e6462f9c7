import { defaults } from '../defaults.ts';
import { replace } from '../nearest.ts';
import { problem, type Context } from '../resolved/context.ts';
import type { Resolved } from '../resolved/resolved.ts';
import { selectionOf } from '../resolved/selection.ts';
import { say } from '../../text/say.ts';

/** Below this the similarity of layers is more noise than figure, debiased or not. */
const samplesAtLeast = 512;

/** Layers of a student and its teacher are compared on enough samples. */
export function checkProbe({ data }: Resolved, context: Context): void {
  const { recipe } = context;
  const { probeData, probeSamples } = recipe.diagnostics;
  const taught = recipe.stages.some(({ updates }) => updates.some(({ teachers }) => teachers.length > 0));
  const { select } = selectionOf(recipe, data);
  const split = data.get(probeData?.value ?? select ?? '');
  if (!taught || split === undefined) return;
  const asked = probeSamples?.value ?? defaults.probeSamples;
  if (Math.min(asked, split.size) >= samplesAtLeast) return;
  const [found, range, next] =
    split.size < samplesAtLeast
      ? [
          say`${split.id} has ${split.size} samples`,
          (probeData ?? recipe.evaluate.select ?? split.entry.id).range,
          say`Give ${split.id} more samples, or name a larger data set with diagnostics: { probe: { data: … } }`,
        ]
      : [
          say`The probe takes ${asked} samples`,
          (probeSamples ?? split.entry.id).range,
          say`Take at least ${samplesAtLeast}`,
        ];
  const message = say`${found}, and layers are compared reliably on at least ${samplesAtLeast}. ${next}, or read those figures with care.`;
  const isAsked = probeSamples !== null && split.size >= samplesAtLeast;
  const fixes = isAsked ? [replace(probeSamples.range, String(samplesAtLeast))] : [];
  context.report(problem('small-probe', message, range, { severity: 'warning', fixes }));
}

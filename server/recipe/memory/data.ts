import type { DataPlan, Plan } from '../../distill/plan.ts';
import { sizeOf } from '../../distill/tensors.ts';

/** Cap of the decoded images that a run keeps. */
export const imageCacheBytes = 512 * 2 ** 20;

/** For each image in the cache: its array, buffer and key. */
const entryBytes = 400;

/** Sources that keep their files in memory as they are. */
const resident: ReadonlySet<string> = new Set(['idx']);

/** Files that are kept and images that are decoded once, each source once however many data sets read it. */
export function dataBytes(plan: Plan): number {
  const sets = Object.entries(plan.data);
  let [files, images] = [0, 0];
  sets.forEach(([id, data], index) => {
    const first = sets.findIndex(([, { key }]) => key === data.key) === index;
    if (!resident.has(data.source)) images += seen(plan, id, data) * (imageBytes(data) + entryBytes);
    else if (first) files += data.files.reduce((sum, { bytes }) => sum + bytes, 0);
  });
  return files + Math.min(images, imageCacheBytes);
}

/** An image as its bytes. */
const imageBytes = ({ fields }: DataPlan): number => sizeOf(fields.image?.shape ?? []);

/** Samples of a data set that a run looks at. */
function seen({ stages, evaluate, diagnostics }: Plan, id: string, { take }: DataPlan): number {
  const whole = [...evaluate.during, ...evaluate.final].includes(id);
  const trained = stages.flatMap(({ parts, steps }) =>
    parts.filter(({ data }) => data === id).map(({ samples }) => samples * steps),
  );
  const probed = diagnostics.probe?.data === id ? diagnostics.probe.samples : 0;
  return whole ? take : Math.min(take, Math.max(0, probed, ...trained));
}

import type { Job } from '../../distill/jobs.ts';
import type { Plan } from '../../distill/plan.ts';

/** Taps of teachers that the terms of a job read, by model. */
export function tapsRead({ updates }: Pick<Job, 'updates'>): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, Set<string>>();
  for (const term of updates.flatMap((update) => update.terms)) {
    if (term.teacher === null) continue;
    const taps = read.get(term.teacher) ?? new Set<string>();
    for (const { teacher } of term.pairs) if (teacher !== null) taps.add(teacher);
    read.set(term.teacher, taps);
  }
  return new Map([...read].map(([teacher, taps]) => [teacher, [...taps]]));
}

/** Taps of a teacher that layer matching looks at. */
export function matchedTaps({ diagnostics }: Plan, job: Job, teacher: string): readonly string[] {
  if (diagnostics.probe === null) return [];
  const matrix = diagnostics.matrix.filter(
    ({ stage, teacherModel }) => stage === job.stage.name && teacherModel === teacher,
  );
  return [...new Set([...(tapsRead(job).get(teacher) ?? []), ...matrix.flatMap((entry) => entry.teacher)])];
}

/** Taps of the student that it compares them with. */
export function studentTaps({ diagnostics }: Plan, job: Job): readonly string[] {
  const terms = job.updates.flatMap((update) => update.terms).filter(({ teacher }) => teacher !== null);
  const matrix = diagnostics.matrix.filter(({ stage }) => stage === job.stage.name);
  return [
    ...new Set([
      ...terms.flatMap(({ pairs }) => pairs.map(({ student }) => student)),
      ...matrix.flatMap(({ student }) => student),
    ]),
  ];
}

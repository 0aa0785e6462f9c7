import { numberParam, Unsupported } from './adapter.ts';
import type { GoldenCase } from './case.ts';

/** What references call the temperature of both networks, of the student alone and of the teacher alone. */
const names = {
  both: ['T', 'temperature'],
  student: ['Ts', 'T_s', 'student_temperature'],
  teacher: ['Tt', 'T_t', 'teacher_temperature'],
} as const;

export const temperatureNames: readonly string[] = Object.values(names).flat();

function stated(golden: GoldenCase, side: keyof typeof names): number | undefined {
  const [name, second] = names[side].filter((known) => known in golden.params);
  if (second !== undefined) throw new Unsupported(`its parameter ${second} repeats ${name ?? ''}`);
  return name === undefined ? undefined : numberParam(golden, name, 1);
}

/** A case's temperatures as the losses read them, and the T whose square a formula names: Ts · Tt where they differ. */
export function temperaturesOf(golden: GoldenCase): {
  readonly T: number;
  readonly scalars: Readonly<Record<string, number>>;
} {
  const both = stated(golden, 'both');
  const student = stated(golden, 'student');
  const teacher = stated(golden, 'teacher');
  const temperature = both ?? 1;
  return {
    T: both ?? Math.sqrt((student ?? 1) * (teacher ?? 1)),
    scalars: {
      temperature,
      ...(student === undefined ? {} : { studentTemperature: student }),
      ...(teacher === undefined ? {} : { teacherTemperature: teacher }),
    },
  };
}

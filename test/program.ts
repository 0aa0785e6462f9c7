import { inject } from 'vitest';

/** A program that test/build.ts bundled, by its name in build.mjs: `loader`, `worker`, `retort`. */
export function program(name: string): URL {
  const { folder, failure } = inject('programs');
  if (failure !== null) throw new Error(`The programs could not be built: ${failure}`);
  return new URL(`../${folder}/${name}.js`, import.meta.url);
}

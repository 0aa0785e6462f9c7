import type { Fix } from '../../protocol/problem.ts';
import { replace } from '../nearest.ts';
import type { Located } from '../read/located.ts';

/** Gives a model a checkpoint of its own beside the file that it names; `isTaken`: whether a model names a file. */
export function ownCheckpoint(
  { value, range }: Located<string>,
  id: string,
  isTaken: (path: string) => boolean,
): Fix {
  const beside = (name: string): string => `${value.slice(0, value.lastIndexOf('/') + 1)}${name}.safetensors`;
  let [path, number] = [beside(id), 2];
  while (isTaken(path)) {
    path = beside(`${id}-${number}`);
    number += 1;
  }
  return replace(range, path);
}

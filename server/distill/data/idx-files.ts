import { RetortError } from '../../protocol/failure.ts';
import type { Files } from '../ports.ts';
import { say } from '../../text/say.ts';

export interface IdxFiles {
  readonly images: string;
  readonly labels: string | null;
}

export interface IdxPaths {
  readonly path?: string;
  readonly imageFile?: string;
  readonly labelFile?: string;
}

/** Both spellings are in use: with a dash as published, with a dot as some unpackers write it. */
export const endings = [
  { images: '-images-idx3-ubyte', labels: '-labels-idx1-ubyte' },
  { images: '-images.idx3-ubyte', labels: '-labels.idx1-ubyte' },
];

/**
 * The pair of files that a recipe means: the ones it names, those that begin with its `path`, or the only pair in the
 * folder `path`. MNIST calls its test files t10k-…, so `mnist/test` finds these too.
 */
export async function idxFiles({ path, imageFile, labelFile }: IdxPaths, files: Files): Promise<IdxFiles> {
  if (imageFile !== undefined && path === undefined) return { images: imageFile, labels: labelFile ?? null };
  if (path === undefined || imageFile !== undefined || labelFile !== undefined) {
    throw new RetortError({
      code: 'idx-paths',
      message: say`An idx source names its files by \`path\`, or by \`imageFile\` with \`labelFile\`, not by both or neither.`,
      next: say`Write \`path: mnist/train\`, or \`imageFile:\` and \`labelFile:\`.`,
    });
  }
  return (await files.stat(path))?.kind === 'folder' ? insideFolder(path, files) : beginningWith(path, files);
}

async function beginningWith(path: string, files: Files): Promise<IdxFiles> {
  const prefixes = [path, ...(/[\\/]test$/.test(path) ? [path.replace(/test$/, 't10k')] : [])];
  for (const prefix of prefixes) {
    for (const { images, labels } of endings) {
      if ((await files.stat(prefix + images)) === null) continue;
      return { images: prefix + images, labels: prefix + labels };
    }
  }
  throw missing(
    path,
    say`${prefixes.map((prefix) => `${prefix}-images-idx3-ubyte`).join(say` nor `)} does not exist.`,
  );
}

async function insideFolder(folder: string, files: Files): Promise<IdxFiles> {
  const names = await files.list(folder);
  const prefixes = endings.flatMap(({ images, labels }) =>
    names
      .filter((name) => name.endsWith(images))
      .map((name) => ({ name: name.slice(0, -images.length), images, labels })),
  );
  const [only, ...others] = prefixes;
  if (only === undefined) throw missing(folder, say`The folder ${folder} holds no …-images-idx3-ubyte.`);
  if (others.length > 0) {
    throw new RetortError({
      code: 'ambiguous-path',
      message: say`The folder ${folder} holds several data sets: ${prefixes.map(({ name }) => name).join(', ')}.`,
      where: folder,
      next: say`Say which, for example \`path: ${folder}/${only.name}\`.`,
    });
  }
  return { images: `${folder}/${only.name}${only.images}`, labels: `${folder}/${only.name}${only.labels}` };
}

const missing = (where: string, message: string) =>
  new RetortError({
    code: 'missing-file',
    message,
    where,
    next: say`Check the path; it is relative to the recipe, and the files must be unpacked.`,
  });

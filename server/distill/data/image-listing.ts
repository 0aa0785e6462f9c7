import { RetortError } from '../../protocol/failure.ts';
import type { Files } from '../ports.ts';
import { tarIndex } from './tar.ts';
import { say } from '../../text/say.ts';

/** An image of a data set and where its bytes lie. */
export interface Listed {
  /** `cat/0001.jpg`: the same in a folder and in a tar of it. */
  readonly name: string;
  readonly label: number;
  readonly path: string;
  readonly range?: { readonly offset: number; readonly length: number };
}

export interface Listing {
  /** Classes take turns, each in code-unit order of its names: no file system's order reaches the training, and `take` and `skip` cut every class alike. */
  readonly images: readonly Listed[];
  /** Null when images lie directly in the folder: such data are unlabelled. */
  readonly classNames: readonly string[] | null;
  readonly files: readonly string[];
}

interface Found {
  /** Empty for an image directly in the folder. */
  readonly folder: string;
  readonly file: string;
  readonly path: string;
  readonly range?: { readonly offset: number; readonly length: number };
}

interface Contents {
  readonly folders: readonly string[];
  readonly found: readonly Found[];
}

/**
 * The images of a folder with a folder a class, or of a .tar with the same inside, perhaps below further folders.
 * Hidden files and files of other kinds are passed over. Throws `no-images`, `empty-class`, `unknown-sample` for an
 * excluded name that isn't there, and what `tarIndex` throws.
 */
export async function listImages(path: string, exclude: readonly string[], files: Files): Promise<Listing> {
  const entry = await files.stat(path);
  const { folders, found } =
    entry?.kind === 'folder' ? await inFolder(path, files) : inTar(path, await tarIndex(path, files));
  const flat = folders.length === 0;
  const classNames = [...folders].sort(byCodeUnit);
  const labels = new Map(classNames.map((name, label) => [name, label]));
  const all = found
    .filter(({ folder }) => flat || labels.has(folder))
    .map(({ folder, file, ...place }) => ({
      name: folder === '' ? file : `${folder}/${file}`,
      label: labels.get(folder) ?? -1,
      ...place,
    }))
    .sort((a, b) => a.label - b.label || byCodeUnit(a.name, b.name));
  const excluded = known(exclude, new Set(all.map(({ name }) => name)), path);
  const images = takingTurns(all.filter(({ name }) => !excluded.has(name)));
  if (images.length === 0) throw noImages(path);
  const filled = new Set(images.map(({ label }) => label));
  const empty = classNames.filter((_, label) => !filled.has(label));
  if (empty.length > 0) throw emptyClass(path, empty);
  return {
    images,
    classNames: flat ? null : classNames,
    files: [...new Set(images.map((image) => image.path))],
  };
}

async function inFolder(path: string, files: Files): Promise<Contents> {
  const names = (await files.list(path)).filter(visible);
  const kinds = await Promise.all(names.map((name) => files.stat(`${path}/${name}`)));
  const folders = names.filter((_, i) => kinds[i]?.kind === 'folder');
  const inside = await Promise.all(
    folders.map(async (folder) =>
      (await files.list(`${path}/${folder}`))
        .filter(isImage)
        .map((file) => ({ folder, file, path: `${path}/${folder}/${file}` })),
    ),
  );
  const direct = names
    .filter((name, i) => kinds[i]?.kind === 'file' && isImage(name))
    .map((file) => ({ folder: '', file, path: `${path}/${file}` }));
  return { folders, found: [...direct, ...inside.flat()] };
}

/** Folders above the classes are those that every image shares. */
function inTar(path: string, entries: Awaited<ReturnType<typeof tarIndex>>): Contents {
  const parts = entries.map(({ name, ...entry }) => ({
    ...entry,
    names: name.split('/').filter((part) => part !== '' && part !== '.'),
  }));
  const images = parts.filter(
    ({ kind, names }) => kind === 'file' && names.every(visible) && isImage(names.at(-1) ?? ''),
  );
  const tops = new Set(images.map(({ names }) => names.slice(0, -2).join('/')));
  const depths = new Set(images.map(({ names }) => names.length));
  const [top = ''] = tops;
  const [depth = 0] = depths;
  if (tops.size > 1 || depths.size > 1) throw mixedFolders(path, [...tops]);
  const classes = parts
    .filter(
      ({ kind, names }) =>
        kind === 'folder' && names.length === depth - 1 && names.slice(0, -1).join('/') === top,
    )
    .map(({ names }) => names.at(-1) ?? '')
    .filter(visible);
  // A later entry of the same name replaces the earlier one, as when unpacking.
  const latest = new Map(
    images.map(({ names, offset, length }) => {
      const [folder = '', file = ''] = depth === 1 ? ['', ...names] : names.slice(-2);
      return [`${folder}/${file}`, { folder, file, path, range: { offset, length } }];
    }),
  );
  const found = [...latest.values()];
  return {
    folders: depth === 1 ? [] : [...new Set([...classes, ...found.map(({ folder }) => folder)])],
    found,
  };
}

/** The first image of each class, then the second of each, and so on. */
function takingTurns(byClass: readonly Listed[]): readonly Listed[] {
  const seen = new Map<number, number>();
  const ranked = byClass.map((image) => {
    const rank = seen.get(image.label) ?? 0;
    seen.set(image.label, rank + 1);
    return { image, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.image.label - b.image.label).map(({ image }) => image);
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const visible = (name: string): boolean => !name.startsWith('.') && name !== '__MACOSX';
const isImage = (name: string): boolean => visible(name) && /\.(jpe?g|png)$/i.test(name);

function known(exclude: readonly string[], names: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const unknown = exclude.filter((name) => !names.has(name));
  if (unknown.length === 0) return new Set(exclude);
  throw new RetortError({
    code: 'unknown-sample',
    message: say`\`exclude\` names ${unknown.join(', ')}, which ${path} does not hold.`,
    where: path,
    next: say`Write names as class/file, for example \`cat/0001.jpg\`.`,
  });
}

const noImages = (path: string) =>
  new RetortError({
    code: 'no-images',
    message: say`${path} holds no JPEG or PNG image.`,
    where: path,
    next: say`Name a folder, or a .tar, that holds one folder a class with .jpg or .png files inside.`,
  });

const emptyClass = (path: string, classes: readonly string[]) =>
  new RetortError({
    code: 'empty-class',
    message:
      classes.length === 1
        ? say`${path} has a class without images: ${classes[0] ?? ''}.`
        : say`${path} has classes without images: ${classes.join(', ')}.`,
    where: `${path}/${classes[0] ?? ''}`,
    next: say`Put images into the folder, or delete it: every folder is a class.`,
  });

const mixedFolders = (path: string, tops: readonly string[]) =>
  new RetortError({
    code: 'mixed-folders',
    message: say`${path} holds images at different depths: below ${tops.map((top) => (top === '' ? say`its top` : top)).join(', ')}.`,
    where: path,
    next: say`Put one split into an archive, with its classes side by side.`,
  });

import Type, { type Static } from 'typebox';
import { RetortError } from '../../protocol/failure.ts';
import type { Files } from '../ports.ts';
import { source, type SourceFacts } from './descriptor.ts';
import { endings, idxFiles, type IdxFiles } from './idx-files.ts';
import { say } from '../../text/say.ts';

/**
 * The format of MNIST and its relatives: big-endian 32-bit words, a magic number 0x0000 08 <axes> and a size an axis,
 * then unsigned bytes, images [count, height, width] and labels [count] (yann.lecun.com/exdb/mnist).
 */
const magic = { images: 0x803, labels: 0x801 };
const headerBytes = { images: 16, labels: 8 };

const config = Type.Object(
  {
    path: Type.Optional(
      Type.String({
        description:
          'What the two file names begin with (`mnist/train` for `mnist/train-images-idx3-ubyte` and `mnist/train-labels-idx1-ubyte`), or a folder with one such pair.',
      }),
    ),
    imageFile: Type.Optional(Type.String({ description: 'The file of images, in place of `path`.' })),
    labelFile: Type.Optional(
      Type.String({ description: 'The file of labels beside `imageFile`; without it nothing is labelled.' }),
    ),
  },
  { additionalProperties: false },
);

export const idx = source({
  source: 'idx',
  summary: 'Greyscale images and labels in the IDX files of MNIST.',
  config,
  paths: {
    path: { endings: endings.map(({ images }) => images), isBeginning: true },
    imageFile: { endings: ['idx3-ubyte'] },
    labelFile: { endings: ['idx1-ubyte'] },
  },
  inspect: async (given: Static<typeof config>, files) => (await read(given, files)).facts,

  /** Keeps the whole file in memory: MNIST is 47 MB, and a read for each sample would cost more than a training step. */
  async open(given: Static<typeof config>, files) {
    const { facts, pair, labels, height, width } = await read(given, files);
    const pixels = await files.read(pair.images);
    const bytes = height * width;
    return {
      facts,
      resident: true,
      sampleName: (index) => `${pair.images} #${index}`,
      label: (index) => labels?.[index] ?? -1,
      image(index) {
        const start = headerBytes.images + index * bytes;
        return Promise.resolve(pixels.subarray(start, start + bytes));
      },
    };
  },
});

interface Opened {
  readonly facts: SourceFacts;
  readonly pair: IdxFiles;
  readonly labels: Uint8Array | null;
  readonly height: number;
  readonly width: number;
}

/** Both headers, and the labels: the number of classes is known from them alone, and they are a byte a sample. */
async function read(given: Static<typeof config>, files: Files): Promise<Opened> {
  const pair = await idxFiles(given, files);
  const [count = 0, height = 0, width = 0] = await header(pair.images, 'images', files);
  const labels = pair.labels === null ? null : await readLabels(pair, count, files);
  const facts: SourceFacts = {
    size: count,
    classes: labels === null ? null : labels.reduce((most, label) => Math.max(most, label), 0) + 1,
    fields: {
      image: { shape: [height, width, 1], dtype: 'float32' },
      label: { shape: [], dtype: 'int32' },
    },
    files: pair.labels === null ? [pair.images] : [pair.images, pair.labels],
  };
  return { facts, pair, labels, height, width };
}

async function readLabels(pair: IdxFiles, images: number, files: Files): Promise<Uint8Array> {
  const path = pair.labels ?? '';
  const [count = 0] = await header(path, 'labels', files);
  if (count !== images) {
    throw new RetortError({
      code: 'label-count',
      message: say`${path} holds ${count} labels for ${images} images.`,
      where: path,
      next: say`Use the label file that belongs to ${pair.images}.`,
    });
  }
  return (await files.read(path)).subarray(headerBytes.labels);
}

/** Sizes of a file's axes, once its magic number and its length are found to be right. */
async function header(path: string, kind: 'images' | 'labels', files: Files): Promise<readonly number[]> {
  const found = await files.stat(path);
  const bytes = await files.read(path, { offset: 0, length: headerBytes[kind] });
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || words.getUint32(0) !== magic[kind]) throw notIdx(path, kind, bytes);
  const axes = Array.from({ length: magic[kind] & 0xff }, (_, axis) => 4 + 4 * axis).map((at) =>
    at + 4 <= bytes.length ? words.getUint32(at) : 0,
  );
  const expected = headerBytes[kind] + axes.reduce((product, size) => product * size, 1);
  const actual = found?.bytes ?? 0;
  if (actual < headerBytes[kind] || actual !== expected) {
    throw new RetortError({
      code: actual < expected || actual < headerBytes[kind] ? 'truncated-file' : 'damaged-file',
      message: say`${path} has ${actual} bytes; its header announces ${axes.join(' × ')} ${kind}, ${expected} bytes.`,
      where: path,
      next: say`Fetch the file again: it is incomplete or damaged.`,
    });
  }
  if (axes.includes(0)) {
    throw new RetortError({
      code: 'empty-data',
      message: say`${path} holds no ${kind} (${axes.join(' × ')}).`,
      where: path,
      next: say`Use a file with at least one sample.`,
    });
  }
  return axes;
}

function notIdx(path: string, kind: 'images' | 'labels', bytes: Uint8Array): RetortError {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return new RetortError({
    code: 'not-idx',
    message: say`${path} is no IDX file of ${kind}: it begins with ${start === '' ? say`nothing` : start}, expected 00 00 08 0${magic[kind] & 0xff}.`,
    where: path,
    next: zipped
      ? say`It is compressed: unpack it with gunzip.`
      : say`Name the files of an MNIST-like data set.`,
  });
}

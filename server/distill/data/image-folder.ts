import Type, { type Static } from 'typebox';
import { RetortError } from '../../protocol/failure.ts';
import type { Files, ImageDecoder } from '../ports.ts';
import { choice } from '../schema.ts';
import { sizeOf, type Shape } from '../tensors.ts';
import { source, type SourceFacts } from './descriptor.ts';
import { imageShape } from './image-header.ts';
import { listImages, type Listed, type Listing } from './image-listing.ts';
import { say } from '../../text/say.ts';

const config = Type.Object(
  {
    path: Type.String({
      description: 'A folder, or a .tar, with a folder a class and JPEG or PNG files inside.',
    }),
    size: Type.Optional(
      Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })], {
        unit: 'pixels',
        description: 'Height and width that images are scaled to; those of the first image when left out.',
      }),
    ),
    channels: Type.Optional(
      Type.Union([Type.Literal(1), Type.Literal(3)], {
        description: '1 for greyscale, 3 for colour; as the first image when left out.',
      }),
    ),
    exclude: Type.Optional(
      Type.Array(Type.String(), { description: 'Images to leave out, as `class/file`.', default: [] }),
    ),
    corrupt: Type.Optional(
      choice(['fail', 'skip'], {
        default: 'fail',
        description:
          '`fail`: an image that can’t be decoded ends the run when it is first used. `skip`: all images are decoded once at the start and such are left out.',
      }),
    ),
  },
  { additionalProperties: false },
);
type Config = Static<typeof config>;

export const imageFolder = source({
  source: 'image-folder',
  summary: 'A folder a class with JPEG or PNG images, as it is or inside a tar.',
  config,
  paths: { path: { endings: ['.tar'] } },
  inspect: async (given: Config, files) => {
    const listing = await listImages(given.path, given.exclude ?? [], files);
    return factsOf(listing, await shapeOf(given, listing, files));
  },

  async open(given: Config, files, decode) {
    const listing = await listImages(given.path, given.exclude ?? [], files);
    const shape = await shapeOf(given, listing, files);
    const read = (image: Listed) => readImage(image, shape, files, decode);
    const bad = given.corrupt === 'skip' ? await undecodable(listing.images, read) : new Set<Listed>();
    const images = listing.images.filter((image) => !bad.has(image));
    if (images.length === 0) throw nothingReadable(given.path, listing);
    return {
      facts: { ...factsOf(listing, shape), size: images.length },
      skipped: listing.images.filter((image) => bad.has(image)).map(({ name }) => name),
      sampleName: (index) => images[index]?.name ?? `#${index}`,
      label: (index) => images[index]?.label ?? -1,
      async image(index) {
        const image = images[index];
        if (image === undefined) throw new RangeError(`${given.path} has no sample ${index}.`);
        return read(image);
      },
    };
  },
});

const factsOf = ({ images, classNames, files }: Listing, shape: Shape): SourceFacts => ({
  size: images.length,
  classes: classNames?.length ?? null,
  ...(classNames === null ? {} : { classNames }),
  fields: { image: { shape, dtype: 'float32' }, label: { shape: [], dtype: 'int32' } },
  files,
});

/** As the recipe says, or as the header of the first image that has one. */
async function shapeOf(given: Config, listing: Listing, files: Files): Promise<Shape> {
  if (given.size !== undefined && given.channels !== undefined) return [...given.size, given.channels];
  for (const image of listing.images) {
    const [height, width, channels] = imageShape(await files.read(image.path, image.range)) ?? [];
    if (height !== undefined && width !== undefined && channels !== undefined) {
      return [...(given.size ?? [height, width]), given.channels ?? channels];
    }
    if (given.corrupt !== 'skip') throw corruptImage(image, say`it has no JPEG or PNG header`);
  }
  throw nothingReadable(given.path, listing);
}

async function readImage(
  image: Listed,
  shape: Shape,
  files: Files,
  decode: ImageDecoder,
): Promise<Uint8Array> {
  const [height = 0, width = 0, channels = 0] = shape;
  const encoded = await files.read(image.path, image.range);
  try {
    const pixels = await decode(encoded, { height, width, channels });
    if (pixels.length === sizeOf(shape)) return pixels;
  } catch (error) {
    if (error instanceof RetortError) throw error;
    throw corruptImage(image, error instanceof Error ? reasonOf(error) : say`unknown reason`, error);
  }
  throw new Error(`The decoder gave another size than ${shape.join(' × ')} for ${image.name}.`);
}

/** Images in flight while all are tried: enough for every core, without holding the whole set. */
const triedTogether = 64;

async function undecodable(
  images: readonly Listed[],
  read: (image: Listed) => Promise<Uint8Array>,
): Promise<ReadonlySet<Listed>> {
  const bad = new Set<Listed>();
  for (let from = 0; from < images.length; from += triedTogether) {
    await Promise.all(
      images.slice(from, from + triedTogether).map((image) =>
        read(image).catch((error: unknown) => {
          if (!(error instanceof RetortError) || error.code !== 'corrupt-image') throw error;
          bad.add(image);
        }),
      ),
    );
  }
  return bad;
}

/** Decoders say each line several times. */
const reasonOf = ({ message }: Error): string => [...new Set(message.split('\n'))].join(', ');

const nothingReadable = (path: string, { images }: Listing) =>
  new RetortError({
    code: 'no-images',
    message: say`None of the ${images.length} images of ${path} can be decoded.`,
    where: path,
    next: say`Check that these are JPEG or PNG files.`,
  });

function corruptImage({ name, path, range }: Listed, reason: string, cause?: unknown): RetortError {
  const where = range === undefined ? path : `${path}: ${name}`;
  return new RetortError(
    {
      code: 'corrupt-image',
      message: say`${where} can't be decoded: ${reason}.`,
      where,
      next: say`Delete the file, list \`${name}\` in \`exclude\`, or leave out all such images with \`corrupt: skip\`; then run the recipe again.`,
    },
    { cause },
  );
}

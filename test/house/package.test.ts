import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { speak, type Spoken } from '../cli/retort.ts';
import { picture } from '../distill/data/images.ts';
import { workspace } from '../e2e/workspace.ts';

const run = promisify(execFile);
const pack = (...words: string[]) => run(process.execPath, ['package.mjs', ...words]);

/** The package for every platform lies here as if installed: no node_modules is above it. */
let base: string;
const installed = () => join(base, 'installed');
const vsix = () => join(base, 'retort.vsix');

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'retort-package-'));
  await pack('--unpacked', installed());
  await pack('--out', vsix());
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** Runs the terminal program of a package. */
const say = (words: readonly string[], cwd: string, place = installed()): Promise<Spoken> =>
  speak(pathToFileURL(join(place, 'dist', 'retort.js')), words, { cwd });

describe('the package for every platform', () => {
  it('is smaller than 8 MB', async () => {
    expect((await stat(vsix())).size).toBeLessThan(8_000_000);
  });

  it('holds what a user runs and reads, and nothing that only this repository needs', async () => {
    const files = (await readdir(installed(), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => relative(installed(), join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    const programs = [
      'extension/main.js',
      'server.js',
      'worker.js',
      'loader.js',
      'retort.js',
      'webview/run.js',
    ];
    expect(files).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'README.md',
        'dist/tfjs-backend-wasm-simd.wasm',
        ...programs.map((name) => `dist/${name}`),
      ]),
    );
    const ours =
      /\.map$|node_modules|(^|\/)(bench|golden|docs|peers?)\.js$|^(test|server)\/|^docs\/(?!problems\.md$|[^/]*\.png$)/;
    expect(files.filter((file) => ours.test(file))).toEqual([]);
  });

  it('names the licence of every package that is in it', async () => {
    const notices = await readFile(join(installed(), 'THIRD-PARTY-NOTICES.md'), 'utf8');
    for (const name of ['@tensorflow/tfjs-core', 'yaml', 'typebox']) expect(notices).toContain(`## ${name} `);
    expect(notices).not.toMatch(/^## .*undefined/m);
  });

  it('computes with WebAssembly, and says why not with ONNX Runtime', async () => {
    const { stdout } = await say(['backends'], base);
    expect(stdout).toMatch(/onnx +no .*onnxruntime-node is not there/);
    expect(stdout).toMatch(/\* +wasm +yes/);
  });

  it('trains a recipe', async () => {
    const { folder } = await workspace();
    const { code, stderr } = await say(['run', 'small.distill.yaml'], folder);
    expect(stderr).toContain('Computing with wasm');
    expect(code).toBe(0);
  });

  it('says of images which package decodes them', async () => {
    const { code, stderr } = await say(['run', 'images.distill.yaml'], await imageWorkspace());
    expect(code).not.toBe(0);
    expect(stderr).toContain('this package of Retort has no image decoder');
    expect(stderr).toContain('Install the package of Retort that is made for your platform');
  });
});

describe('a package for one platform', () => {
  it('is refused for a platform that there is not', async () => {
    await expect(pack('--target', 'vax')).rejects.toThrow('expected linux-x64');
  });

  it('says which native parts are missing and how to get them', async () => {
    const [other, install] =
      process.platform === 'win32'
        ? ['linux-arm64', '--os=linux --cpu=arm64']
        : ['win32-arm64', '--os=win32 --cpu=arm64'];
    await expect(pack('--target', other)).rejects.toThrow(
      new RegExp(`@img/sharp-${other}.*npm install --no-save ${install}`),
    );
  });

  it('computes with ONNX Runtime and decodes images', async () => {
    const folder = join(base, 'native');
    await pack('--target', `${process.platform}-${process.arch}`, '--unpacked', folder);
    expect((await say(['backends'], base, folder)).stdout).toMatch(/\* +onnx +yes/);
    const { code } = await say(['run', 'images.distill.yaml'], await imageWorkspace(), folder);
    expect(code).toBe(0);
  });
});

/** Two classes of two pictures each, and a recipe for them. */
async function imageWorkspace(): Promise<string> {
  const { folder, write } = await workspace();
  for (const [shade, name] of ['a/1.png', 'a/2.png', 'b/1.png', 'b/2.png'].entries())
    await write(`images/${name}`, await picture(40 * shade));
  await write('images.distill.yaml', ofImages);
  return folder;
}

const ofImages = `version: 1
name: Images
data:
  images: { source: image-folder, path: images }
models:
  big: { network: { kind: mlp, hidden: [8] } }
stages:
  - name: teach
    train: big
    data: images
    length: 2 steps
    batch: 2
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard }]
evaluate: { data: [images], metrics: [accuracy], select: { metric: accuracy, data: images } }
`;

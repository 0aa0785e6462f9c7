// Packs the extension: `npm run package` for every platform, `npm run package -- --target linux-x64` for one, with the
// native parts that make it faster there. `--unpacked FOLDER` lays the same files into a folder instead. What goes in is
// listed here; nothing else of the repository does.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './build.mjs';
import { notices, packageOf } from './notices.mjs';

const targets = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64', 'darwin-x64'];
/** Of the repository, as it is: what users read, and what the extension and its programs read. */
const asIs = [
  /^LICENSE$/,
  /^README\.md$/,
  /^CHANGELOG\.md$/,
  /^package\.nls(\..+)?\.json$/,
  /^media$/,
  /^examples$/,
  /^syntaxes$/,
  /^language-configuration\.json$/,
];
/** Of the documentation: what the extension opens, and the pictures of what users read. */
const pages = ['docs/problems.md', ...picturesOf('README.md')];
/** Of the manifest: what only this repository does with it. */
const ofTheRepository = ['private', 'scripts', 'devDependencies', 'allowScripts'];
/** Of copied folders: not what makes them, nor what only explains or types them. */
const isForUsers = (path) => !/\.(d\.[cm]?ts|ts|map|cc|h)$|media\/.*\.mjs$/.test(path.replaceAll('\\', '/'));

const { values } = parseArgs({
  options: { target: { type: 'string' }, out: { type: 'string' }, unpacked: { type: 'string' } },
});
const { target, unpacked } = values;
if (target !== undefined && !targets.includes(target))
  refuse(`There is no target ${target}; expected ${targets.join(', ')}.`);

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const natives = target === undefined ? [] : nativeParts(target);

if (unpacked !== undefined) await lay(unpacked);
else {
  const suffix = target === undefined ? '' : `-${target}`;
  const out = resolve(values.out ?? `dist/retort-${manifest.version}${suffix}.vsix`);
  const stage = `${out}.files`;
  try {
    await lay(stage);
    pack(stage, out);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  console.log(`${out} (${(statSync(out).size / 2 ** 20).toFixed(1)} MiB)`);
}

/** Lays all files of the package into a folder. */
async function lay(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sources = await bundle(join(folder, 'dist'), { forUsers: true });
  for (const name of readdirSync('.').filter((entry) => asIs.some((pattern) => pattern.test(entry))))
    cpSync(name, join(folder, name), { recursive: true, filter: isForUsers });
  for (const page of pages) cpSync(page, join(folder, page));
  // Beside the programs, where Node looks first and the packer does not leave out.
  for (const part of natives)
    cpSync(part, join(folder, 'dist', part), { recursive: true, dereference: true, filter: isForUsers });
  const packages = [...sources, ...natives].map(packageOf);
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.md'), notices(packages));
  for (const name of ofTheRepository) delete manifest[name];
  manifest.files = ['**'];
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function pack(folder, out) {
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const platform = target === undefined ? [] : ['--target', target];
  const vsce = resolve('node_modules/@vscode/vsce/vsce');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vsce, 'package', ...options, ...platform, '--out', out],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) refuse(`${stdout}${stderr}`);
}

/** Files of packages with native code, for one platform. */
function nativeParts(name) {
  const [platform, arch] = name.split('-');
  const parts = ['sharp', '@img/colour', 'detect-libc', 'semver', `@img/sharp-${name}`];
  // On Windows the decoder's package carries its libraries itself.
  if (platform !== 'win32') parts.push(`@img/sharp-libvips-${name}`);
  const runtime = `onnxruntime-node/bin/napi-v6/${platform}/${arch}`;
  // ONNX Runtime has no binary for Macs with Intel processors; Retort trains with WebAssembly there.
  if (name !== 'darwin-x64')
    parts.push('onnxruntime-common', 'onnxruntime-node/package.json', 'onnxruntime-node/dist', runtime);
  const missing = parts.filter((part) => !existsSync(join('node_modules', part)));
  if (missing.length > 0)
    refuse(
      `The package for ${name} needs ${missing.join(', ')}, which node_modules does not have. ` +
        `\`npm install --no-save --os=${platform} --cpu=${arch}\` brings it.`,
    );
  return parts.map((part) => `node_modules/${part}`);
}

function picturesOf(page) {
  return [...readFileSync(page, 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path);
}

function refuse(message) {
  console.error(message);
  process.exit(1);
}

import { execFile } from 'node:child_process';
import { access, chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Code of a workspace that nobody may run. */
export interface Planted {
  /** Whether somebody has run some of it. */
  readonly ran: () => Promise<boolean>;
}

/** Native libraries that we load; another of that name could lie in any workspace. */
const libraries = ['onnxruntime-node', 'sharp'];

/**
 * Puts into a folder what stands in for our native libraries and for Node.js, with a setting that names the latter.
 * Each tells when it runs; throws where one doesn't.
 */
export async function plant(folder: string): Promise<Planted> {
  const marker = join(folder, '..', 'somebody ran it');
  const inside = (path: string): string => join(folder, path);
  const node = inside('node_modules/.bin/node');
  const files = {
    [node]: `#!/bin/sh\ntouch '${marker}'\nexec '${process.execPath}' "$@"\n`,
    [inside('.vscode/settings.json')]: JSON.stringify({ 'retort.nodePath': node }),
    ...Object.fromEntries(
      libraries.map((name) => [
        inside(`node_modules/${name}/index.js`),
        `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`,
      ]),
    ),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await chmod(node, 0o755);
  const ran = () =>
    access(marker).then(
      () => true,
      () => false,
    );
  const run = promisify(execFile);
  for (const [program, ...words] of [
    [node, '-v'],
    ...libraries.map((name) => [process.execPath, '-e', `require('${name}')`]),
  ]) {
    await run(program ?? '', words, { cwd: folder });
    if (!(await ran())) throw new Error(`${[program, ...words].join(' ')} does not tell that it runs.`);
    await rm(marker);
  }
  return { ran };
}

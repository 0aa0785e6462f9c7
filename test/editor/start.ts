import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { processesOf } from './processes.ts';
import type { InstalledEditor } from './install.ts';
import type { EditorParts } from './setup.ts';
import { until } from './until.ts';

/** A code-server with the packed extension installed, of its own user and of its own training server. */
export interface Editor {
  /** Address of a window on a folder, on the folders of a `.code-workspace` file, or on nothing. */
  readonly address: (place?: string) => string;
  /** Home of everything that this editor writes; workspaces of tests lie in it too. */
  readonly folder: string;
  readonly runtime: string;
  /** Changes the user's settings; open windows follow. */
  readonly configure: (settings: Settings) => Promise<void>;
  /** Ends it and every process that was started from it. */
  readonly stop: () => Promise<void>;
}

export type Settings = Readonly<Record<string, unknown>>;

export interface EditorOptions {
  readonly settings?: Settings;
  /** Asks whether a folder's authors are trusted, as a desktop editor does. */
  readonly trust?: boolean;
  /** Folder of another extension, which is installed beside ours. */
  readonly extension?: string;
}

/** Keeps windows quiet: nothing is looked up, welcomed or recommended. */
const quiet: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.enabled': false,
  'files.simpleDialog.enable': true,
};

/** No look-ups of a gallery. */
const noGallery = { EXTENSIONS_GALLERY: '{}' };

/** Installs a packed extension as users do, into a folder that any number of editors can have. */
export async function installExtension(
  { node, entry }: InstalledEditor,
  vsix: string,
  extensions: string,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'editor-'));
  const config = join(home, 'config.yaml');
  await writeFile(config, '');
  const places = ['--config', config, '--user-data-dir', home, '--extensions-dir', extensions];
  const env = environment({ HOME: home, TMPDIR: home, ...noGallery });
  await promisify(execFile)(node, [entry, ...places, '--install-extension', vsix], { env });
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}

/** Lays what is installed into a folder of its own, with another extension beside it. */
async function installBeside(
  { code, extensions }: EditorParts,
  extension: string,
  into: string,
): Promise<void> {
  await cp(extensions, into, { recursive: true });
  const vsix = `${into}.vsix`;
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  const vsce = resolve('node_modules/@vscode/vsce/vsce');
  await promisify(execFile)(process.execPath, [vsce, 'package', ...options], { cwd: extension });
  await installExtension(code, vsix, into);
}

export async function startEditor(
  parts: EditorParts,
  { settings = {}, trust = false, extension }: EditorOptions = {},
): Promise<Editor> {
  const { code } = parts;
  // Short: sockets lie below it.
  const folder = await mkdtemp(join(tmpdir(), 'editor-'));
  const inside = (name: string): string => join(folder, name);
  const runtime = inside('run');
  for (const name of ['tmp', 'user/User', 'home']) await mkdir(inside(name), { recursive: true });
  await writeFile(inside('config.yaml'), '');
  const asked = inside('settings.json');
  await writeFile(asked, '{}');
  await writeFile(
    inside('user/User/settings.json'),
    JSON.stringify({ ...quiet, 'security.workspace.trust.enabled': trust, ...settings }),
  );

  const env = environment({
    TMPDIR: inside('tmp'),
    HOME: inside('home'),
    XDG_CONFIG_HOME: inside('home/config'),
    XDG_DATA_HOME: inside('home/data'),
    XDG_CACHE_HOME: inside('home/cache'),
    RETORT_RUNTIME_FOLDER: runtime,
    RETORT_TEST_SETTINGS: asked,
    ...noGallery,
  });
  const places = [
    ...['--config', inside('config.yaml')],
    ...['--user-data-dir', inside('user')],
    ...['--extensions-dir', extension === undefined ? parts.extensions : inside('extensions')],
  ];
  if (extension !== undefined) await installBeside(parts, extension, inside('extensions'));

  const port = await freePort();
  const log = await open(inside('log'), 'w');
  const child = spawn(
    code.node,
    [
      ...[code.entry, ...places, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...(trust ? [] : ['--disable-workspace-trust']),
      '--ignore-last-opened',
    ],
    { env, detached: true, stdio: ['ignore', log.fd, log.fd], cwd: dirname(code.entry) },
  );
  await log.close();
  const address = (place?: string): string => {
    const kind = place?.endsWith('.code-workspace') === true ? 'workspace' : 'folder';
    const query = place === undefined ? 'ew=true' : `${kind}=${encodeURIComponent(place)}`;
    return `http://127.0.0.1:${port}/?${query}`;
  };
  await until('code-server to answer', async () => {
    if (child.exitCode !== null)
      throw new Error(`code-server ended: ${await readFile(inside('log'), 'utf8')}`);
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  });

  return {
    address,
    folder,
    runtime,
    configure: (changed) => writeFile(asked, JSON.stringify(changed)),
    async stop() {
      // The training server outlives the editor, so it is in no group of it; what it was started with tells.
      // One that starts another meanwhile is met again.
      if (child.pid !== undefined) kill(-child.pid);
      await until('the processes to end', async () => {
        const left = await processesOf(runtime);
        for (const { pid } of left) kill(pid);
        return left.length === 0;
      });
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Without what a terminal inside an editor, or npm, hands down. */
function environment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|npm_|VITEST|NODE_)/i.test(name));
  return { ...Object.fromEntries(kept), ...own };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('There is no free port.'));
      });
    });
  });
}

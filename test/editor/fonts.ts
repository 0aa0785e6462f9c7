import { execFile } from 'node:child_process';
import { access, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './cached.ts';
import { unpackDebian } from './debian.ts';

/** Debian's smallest font with Chinese, and where it lies in its package. */
const font = { name: 'fonts-wqy-microhei', file: 'usr/share/fonts/truetype/wqy/wqy-microhei.ttc' };

/**
 * What a browser needs in its environment to draw Chinese: nothing where the machine has a font for it. Where none can
 * be had either it draws boxes, and pictures show those; what is tested is text.
 */
export async function chineseFont(): Promise<Readonly<Record<string, string>>> {
  if (process.platform !== 'linux' || (await isThere())) return {};
  const folder = resolve('node_modules/.cache/fonts');
  const config = configuration(join(folder, 'usr/share/fonts'));
  try {
    await cached({
      folder,
      version: config,
      async make(into) {
        await unpackDebian([font.name], into);
        await writeFile(join(into, 'fonts.conf'), config);
      },
      prove: (made) => access(join(made, font.file)),
    });
    return { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  } catch {
    console.warn(`Pictures show boxes instead of Chinese: ${font.name} can't be had from Debian.`);
    return {};
  }
}

const isThere = (): Promise<boolean> =>
  promisify(execFile)('fc-list', [':lang=zh']).then(
    ({ stdout }) => stdout !== '',
    () => false,
  );

/** The machine's own fonts, as it chooses them, and those of a folder. */
const configuration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}</dir>
</fontconfig>
`;

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { RetortError } from '../../protocol/failure.ts';
import { say } from '../../text/say.ts';

/** Oldest version that the trainer's libraries run on. */
const oldest: readonly [number, number] = [20, 9];

export interface NodeChoice {
  /** What the user set: a path, or nothing. */
  readonly setting: string | undefined;
  /** Whether this process is the editor's Electron, which can't load the trainer's native code. */
  readonly electron: boolean;
}

/**
 * A Node.js to train with: the one that is set, else this process's own unless it is Electron, else `node` on the PATH.
 * Each is run to ask for its version. Throws RetortError `no-node`.
 */
export async function findNode({ setting, electron }: NodeChoice): Promise<string> {
  const candidates =
    setting !== undefined && setting.trim() !== ''
      ? [setting.trim()]
      : [...(electron ? [] : [process.execPath]), 'node'];
  const refused: string[] = [];
  for (const candidate of candidates) {
    const answer = await ask(candidate);
    if ('path' in answer) return answer.path;
    refused.push(`${candidate} ${answer.refusal}`);
  }
  throw new RetortError({
    code: 'no-node',
    message: say`Training needs Node.js ${oldest.join('.')} or later, and there is none: ${refused.join('; ')}.`,
    next: say`Install Node.js from https://nodejs.org, or name its program in the setting retort.nodePath.`,
  });
}

const print =
  'process.stdout.write(JSON.stringify([process.execPath,process.versions.node,!!process.versions.electron]))';

async function ask(program: string): Promise<{ readonly path: string } | { readonly refusal: string }> {
  let words: string;
  try {
    const options = { timeout: 10_000, windowsHide: true };
    words = (await promisify(execFile)(program, ['-e', print], options)).stdout;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { refusal: missing ? say`is not there` : say`can't be run` };
  }
  const answer = parsed(words);
  if (answer === null) return { refusal: say`is not Node.js` };
  const [path, version, electron] = answer;
  if (electron) return { refusal: say`is an Electron program` };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const recent = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  return recent ? { path } : { refusal: say`is version ${version}` };
}

function parsed(words: string): readonly [string, string, boolean] | null {
  try {
    const value: unknown = JSON.parse(words);
    if (!Array.isArray(value)) return null;
    const [path, version, electron] = value as unknown[];
    const known = typeof path === 'string' && typeof version === 'string' && typeof electron === 'boolean';
    return known ? [path, version, electron] : null;
  } catch {
    return null;
  }
}

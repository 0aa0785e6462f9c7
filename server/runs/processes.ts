import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a program prints, or an empty text when it is missing or fails. */
async function ask(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(program, [...args], { timeout: 10_000, windowsHide: true })).stdout.trim();
  } catch {
    return '';
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return '';
  }
}

const powershell = (command: string): Promise<string> =>
  ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', command]);

/** Changes with every start of the machine; empty where the system doesn't say. */
export function bootId(): Promise<string> {
  switch (process.platform) {
    case 'linux':
      return textOf('/proc/sys/kernel/random/boot_id');
    case 'win32':
      return powershell('(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.Ticks');
    default:
      return ask('sysctl', ['-n', 'kern.bootsessionuuid']);
  }
}

/**
 * When a process started, in any notation: together with its number and the boot it is unique. Empty where the system
 * doesn't say, null when there is no such process (a killed one that its parent hasn't collected yet counts as gone).
 */
export async function startTimeOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await textOf(`/proc/${pid}/stat`);
    // The name, second in the line, may hold spaces and parentheses: count from the last one (man 5 proc).
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (stat !== '') return state === 'Z' || state === 'X' ? null : (rest[18] ?? '');
  }
  if (!exists(pid)) return null;
  switch (process.platform) {
    case 'linux':
      return '';
    case 'win32':
      return powershell(`(Get-Process -Id ${pid}).StartTime.Ticks`);
    default:
      return ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
  }
}

/** Signal 0 only asks; a process of another user refuses, but is there. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

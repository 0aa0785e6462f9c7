import { parseArgs } from 'node:util';
import { RetortError } from '../../protocol/failure.ts';
import { logFile } from '../client/address.ts';
import { openPrivateFolder, runtimeFolder } from '../client/private-folder.ts';
import { manifest } from '../package-files.ts';
import { languageOf } from '../../text/language.ts';
import { speak } from '../../text/say.ts';
import { claimFolder } from './claim.ts';
import { openLog, traced } from './log.ts';
import { serve } from './server.ts';
import { isNewerAwaited } from './version.ts';

/**
 * The training server: `server.js [--folder DIR] [--idle-ms N]`. One for each user and machine; a second one ends at
 * once. When it ends, its workers stop with a checkpoint.
 */

const defaultIdleMs = 10_000;

await speak(languageOf(process.env));

const { values } = parseArgs({ options: { folder: { type: 'string' }, 'idle-ms': { type: 'string' } } });
const folder = values.folder ?? runtimeFolder();
await openPrivateFolder(folder);
const log = openLog(logFile(folder));

const fatal = (error: unknown): void => {
  log(`ends because of a defect: ${traced(error)}`);
  process.exit(1);
};
process.on('uncaughtException', fatal);
process.on('unhandledRejection', fatal);

try {
  const { version } = manifest();
  const claim = (await isNewerAwaited(folder, version)) ? null : await claimFolder(folder);
  if (claim !== null) {
    const idleMs = Number(values['idle-ms'] ?? defaultIdleMs);
    await serve({ folder, version, claim, log, idleMs });
  }
  process.exit(0);
} catch (error) {
  log(error instanceof RetortError ? `${error.code}: ${error.message}` : traced(error));
  process.stderr.write(`${error instanceof RetortError ? error.message : traced(error)}\n`);
  process.exit(1);
}

import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RetortError } from '../../protocol/failure.ts';
import { diskFailure, systemCode } from '../../runs/disk-failure.ts';
import { makeFolder } from '../../runs/durable.ts';
import type { Command } from '../command.ts';
import { adaptedTo, findTemplate, listTemplates } from '../templates.ts';

export const init: Command = {
  name: 'init',
  operands: [
    { name: 'DIR', optional: true, summary: 'folder of the new recipe (default: the current folder)' },
  ],
  options: {
    template: { value: 'NAME', summary: 'what to begin with (default: mnist)' },
    list: { summary: 'name the templates and do nothing else' },
  },
  notes: 'Nothing is ever overwritten.',
  async run(given, terminal) {
    if (given.given('list')) {
      const names = (await listTemplates()).map(({ name }) => name);
      terminal.answer(names, () => names.join('\n'));
      return 'done';
    }
    const template = await findTemplate(given.option('template') ?? 'mnist');
    const folder = resolve(given.operand('DIR') ?? '.');
    const path = join(folder, basename(template.path));
    await writeNew(path, await adaptedTo(folder, template));
    terminal.answer({ path, template: template.name }, () => path);
    terminal.say(`Next: retort check ${path}`);
    return 'done';
  },
};

async function writeNew(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') {
      await rm(path, { force: true });
      throw diskFailure(error, path);
    }
    throw new RetortError({
      code: 'file-exists',
      message: `${path} is already there, and nothing is overwritten.`,
      where: path,
      next: 'Name another folder, or move the file away.',
    });
  }
}

import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RetortError } from '../../protocol/failure.ts';
import { diskFailure, systemCode } from '../../runs/disk-failure.ts';
import { makeFolder } from '../../runs/durable.ts';
import type { Command } from '../command.ts';
import type { Paint } from '../paint.ts';
import { formatTable } from '../table.ts';
import { aboutTemplate, adaptedTo, findTemplate, listTemplates, type TemplateAbout } from '../templates.ts';
import { say } from '../../text/say.ts';

export const init: Command = {
  name: 'init',
  operands: [
    { name: 'DIR', optional: true, summary: 'folder of the new recipe (default: the current folder)' },
  ],
  options: {
    template: { value: 'NAME', summary: 'what to begin with (default: digits)' },
    list: { summary: 'list the templates and do nothing else' },
  },
  notes: 'Nothing is ever overwritten.',
  async run(given, terminal) {
    if (given.given('list')) {
      const templates = await Promise.all((await listTemplates()).map(aboutTemplate));
      terminal.answer(templates, () => templateTable(templates, terminal.paint.out));
      return 'done';
    }
    const template = await findTemplate(given.option('template') ?? 'digits');
    const folder = resolve(given.operand('DIR') ?? '.');
    const path = join(folder, basename(template.path));
    await writeNew(path, await adaptedTo(folder, template));
    terminal.answer({ path, template: template.name }, () => path);
    terminal.say(say`Next: retort check ${path}`);
    return 'done';
  },
};

/** Those that can run first, then those that show how a recipe will be written. */
function templateTable(templates: readonly TemplateAbout[], { bold, dim }: Paint): string {
  const rows = (built: boolean): string[][] =>
    templates.filter((template) => template.built === built).map(({ name, summary }) => [name, summary]);
  const [now = '', later = ''] = [rows(true), rows(false)].map((group) =>
    group.length === 0 ? '' : formatTable([say`TEMPLATE`, say`SUMMARY`], group, bold),
  );
  return later === ''
    ? now
    : `${now}\n\n${bold(say`Not in this version, to read`)}\n${later.split('\n').slice(1).map(dim).join('\n')}`;
}

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
      message: say`${path} is already there, and nothing is overwritten.`,
      where: path,
      next: say`Name another folder, or move the file away.`,
    });
  }
}

import { readFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { expect, inject, test } from 'vitest';
import { parse, visit, parseDocument } from 'yaml';
import { adaptedTo, findTemplate, listTemplates } from '../../server/cli/templates.ts';

const templates = (await listTemplates()).map((template) =>
  template.path.includes(`media${sep}templates`)
    ? { ...template, base: resolve(inject('programs').folder, 'sample') }
    : template,
);

/** The words of a recipe that lead out of its folder or to a file of its own there, as absolute paths. */
function pathsOut(text: string, folder: string): string[] {
  const paths: string[] = [];
  visit(parseDocument(text), {
    Scalar(_, { value }) {
      if (typeof value === 'string' && /^(\.\.\/|digits\/)|\.model\.json$/.test(value))
        paths.push(resolve(folder, value));
    },
  });
  return paths;
}

test('templates come first, then every example, by its path', async () => {
  expect(templates[0]?.name).toBe('assistant');
  expect(templates.map(({ name }) => name)).toContain('response/kd');
  expect((await findTemplate('response/kd')).path).toBe(resolve('examples/response/kd.distill.yaml'));
});

test.each(templates.map((template) => [template.name, template] as const))(
  '%s leads to the same files from another folder',
  async (_, template) => {
    const elsewhere = resolve('/a folder/of: mine');
    const [before, after] = [await readFile(template.path, 'utf8'), await adaptedTo(elsewhere, template)];
    expect(pathsOut(after, elsewhere)).toEqual(pathsOut(before, template.base));
    expect(after).not.toMatch(/: digits\//);
  },
);

test('nothing but the paths is changed, comments included', async () => {
  const template = await findTemplate('mnist');
  const before = await readFile(template.path, 'utf8');
  const after = await adaptedTo(dirname(template.path), template);
  expect(after).toBe(before);
  expect(parse(await adaptedTo('/elsewhere', template))).toMatchObject({ version: 1 });
});

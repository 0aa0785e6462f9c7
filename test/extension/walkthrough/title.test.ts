import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { templateAbout } from '../../../extension/walkthrough/title.ts';

it('reads title and summary from the first two lines', () => {
  expect(templateAbout('# Title: Hints\r\n# Two stages.\r\nversion: 1')).toEqual({
    title: 'Hints',
    summary: 'Two stages.',
  });
  expect(templateAbout('version: 1')).toBeNull();
});

it('finds a title in every template of the package, no two alike', () => {
  const files = readdirSync('media/templates');
  const titles = files.map((file) => templateAbout(readFileSync(`media/templates/${file}`, 'utf8'))?.title);
  expect(files.length).toBeGreaterThanOrEqual(6);
  expect(titles).not.toContain(undefined);
  expect(new Set(titles).size).toBe(files.length);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chinese, english, manifest } from './manifest.ts';

const { commands, menus, keybindings, views, viewsWelcome, walkthroughs } = manifest.contributes;
const declared = commands.map(({ command }) => command);

/** All of the extension's code, in one text. */
const code = readdirSync('extension', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(`extension/${file}`, 'utf8'))
  .join('\n');

describe('texts of the manifest', () => {
  it('are the same ones in both languages', () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
    for (const text of [...Object.values(english), ...Object.values(chinese)])
      expect(text.trim()).not.toBe('');
  });

  it('are all used, and none is missing', () => {
    const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    expect(new Set(used)).toEqual(new Set(Object.keys(english)));
  });

  it('lead to the same commands in both languages', () => {
    const links = (text = '') => [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id);
    for (const [key, text] of Object.entries(english)) {
      expect(links(chinese[key]), key).toEqual(links(text));
      for (const id of links(text)) if (id?.startsWith('retort.') === true) expect(declared).toContain(id);
    }
  });
});

describe('commands', () => {
  it('are registered, every one', () => {
    const registered = [
      ...code.matchAll(/(?:registerCommand|onRecipe|onModel|command)\(\s*'(retort\.\w+)'/g),
    ];
    expect(registered.map(([, id]) => id).sort()).toEqual([...declared].sort());
  });

  it('carry the name of the extension and a title in words', () => {
    for (const { command, title, category } of commands) {
      expect(category).toBe('Retort');
      expect(title).toBe(`%command.${command.replace('retort.', '')}%`);
    }
  });

  it('that run something wait for trust', () => {
    const free = commands.filter(({ enablement }) => enablement === undefined).map(({ command }) => command);
    expect(free.sort()).toEqual([
      'retort.bringSampleData',
      'retort.explainProblem',
      'retort.newRecipe',
      'retort.openSample',
      'retort.openWalkthrough',
      'retort.refreshRecipes',
      'retort.showLog',
    ]);
  });

  it('of menus and keys are declared', () => {
    for (const { command } of [...Object.values(menus).flat(), ...keybindings])
      expect(declared).toContain(command);
  });
});

describe('workspaces', () => {
  it('are where the extension runs', () => expect(manifest.extensionKind).toEqual(['workspace']));

  it('that are not trusted have the language alone, those that are virtual nothing, and each says so', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    expect([untrustedWorkspaces.supported, virtualWorkspaces.supported]).toEqual(['limited', false]);
    for (const { description } of [untrustedWorkspaces, virtualWorkspaces])
      expect(english[description.replaceAll('%', '')]).toMatch(/^[A-Z].*\.$/);
  });
});

describe('views', () => {
  it('say what to do when they are empty', () => {
    for (const { id } of Object.values(views).flat())
      expect(viewsWelcome.filter(({ view }) => view === id).length, id).toBeGreaterThan(0);
    for (const { contents } of viewsWelcome)
      expect(english[contents.replaceAll('%', '')]).toMatch(/\(command:/);
  });

  it('of menus are declared', () => {
    const ids = Object.values(views)
      .flat()
      .map(({ id }) => id);
    for (const { when = '' } of Object.values(menus).flat())
      for (const [, id] of when.matchAll(/\bview == ([\w.]+)/g)) expect(ids).toContain(id);
  });

  it('ask menus for words that the lists say', () => {
    for (const { when = '' } of Object.values(menus).flat())
      for (const [, word = ''] of when.matchAll(/viewItem =~ \/(\w+)\//g))
        expect(code).toMatch(new RegExp(`'[^']*\\b${word}\\b`));
  });
});

describe('the walkthrough', () => {
  it('has at most six steps, each with a picture and an end that something brings about', () => {
    for (const { steps } of walkthroughs) {
      expect(steps.length).toBeLessThanOrEqual(6);
      for (const { media, completionEvents } of steps) {
        expect(existsSync(media.svg), media.svg).toBe(true);
        for (const event of completionEvents) {
          const [, kind, what = ''] = /^on(Command|Context):([\w.]+)$/.exec(event) ?? [];
          if (kind === 'Command') expect(declared).toContain(what);
          else expect(code).toContain(`'setContext', '${what}'`);
        }
      }
    }
  });
});

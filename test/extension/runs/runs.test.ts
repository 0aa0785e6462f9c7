import { describe, expect, it } from 'vitest';
import { ended } from '../../../extension/runs/news.ts';
import { pathsIn } from '../../../extension/runs/paths.ts';
import { isRunOf } from '../../../extension/runs/place.ts';
import { tagsOf } from '../../../extension/runs/tags.ts';
import { statusItem } from '../../../extension/status/item.ts';
import { en } from '../../../extension/text/en.ts';
import { summary } from '../summaries.ts';

describe('what is told about runs', () => {
  const before = new Map([[summary().run, summary()]]);

  it('is told when one that was seen at work has failed or is finished', () => {
    expect(ended(before, [summary({ state: 'failed' })])).toHaveLength(1);
    expect(ended(before, [summary({ state: 'finished' })])).toHaveLength(1);
  });

  it('is told when one was resumed and has failed before its being at work was seen', () => {
    const stopped = new Map([[summary().run, summary({ state: 'stopped' })]]);
    expect(ended(stopped, [summary({ state: 'failed' })])).toHaveLength(1);
  });

  it('is not told when somebody stopped it, or when it was over before', () => {
    expect(ended(before, [summary({ state: 'stopped' })])).toEqual([]);
    expect(ended(new Map(), [summary({ state: 'failed' })])).toEqual([]);
    expect(
      ended(new Map([[summary().run, summary({ state: 'failed' })]]), [summary({ state: 'failed' })]),
    ).toEqual([]);
    expect(
      ended(new Map([[summary().run, summary({ state: 'damaged' })]]), [summary({ state: 'failed' })]),
    ).toEqual([]);
  });
});

describe('a path of a run', () => {
  const folders = ['/home/a b/学', '/other'];

  it('is right below .retort/runs of an open folder', () => {
    expect(isRunOf(folders, '/home/a b/学/.retort/runs/20260101-120000-x-abcd')).toBe(true);
  });

  it.each([
    ['of a folder that is not open', '/elsewhere/.retort/runs/x'],
    ['with a way around', '/other/.retort/runs/../../../etc'],
    ['that is the folder of all runs', '/other/.retort/runs'],
    ['of a file in a run', '/other/.retort/runs/x/run.json'],
    ['that is relative', '.retort/runs/x'],
    ['with a character that ends paths', '/other/.retort/runs/x\0y'],
    ['that is empty', ''],
  ])('is refused %s', (_, path) => {
    expect(isRunOf(folders, path)).toBe(false);
  });
});

describe('arguments of a command', () => {
  it('are a run with the selection that holds it', () => {
    const [a, b] = [{ run: '/a' }, { run: '/b' }];
    expect(pathsIn([a, [a, b]])).toEqual(['/a', '/b']);
    expect(pathsIn([a, [b]])).toEqual(['/a']);
    expect(pathsIn(['/a'])).toEqual(['/a']);
  });

  it('are nothing when they are anything else', () => {
    for (const args of [[], [null], [42], [{ run: 42 }], [[]]]) expect(pathsIn(args)).toEqual([]);
  });
});

it('reads tags between commas of both scripts, each once', () => {
  expect(tagsOf(' good, #small，good,, ')).toEqual(['good', 'small']);
});

describe('the status bar', () => {
  it('says nothing while nothing runs or waits', () => {
    expect(statusItem([summary({ state: 'finished' })], en)).toBeNull();
  });

  it('says how far one run is and leads to it', () => {
    expect(statusItem([summary(), summary({ state: 'failed' })], en)).toEqual({
      text: '$(sync~spin) Digits 50 %',
      tooltip: 'Show the run',
      run: summary().run,
    });
  });

  it('sums several up and leads to the list', () => {
    const other = summary({ progress: { step: 100, steps: 100, activity: '' } });
    expect(statusItem([summary(), other], en)).toMatchObject({ text: '$(sync~spin) 2 runs 75 %', run: null });
  });

  it('says when runs only wait', () => {
    expect(statusItem([summary({ state: 'queued' })], en)?.text).toBe('$(clock) 1 run waits');
  });

  it('shows a name with an icon in it as text', () => {
    expect(statusItem([summary({ name: '$(error)' })], en)?.text).toContain('\\$(error)');
  });
});

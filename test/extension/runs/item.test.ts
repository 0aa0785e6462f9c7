import { describe, expect, it } from 'vitest';
import { runItem } from '../../../extension/runs/item.ts';
import { en } from '../../../extension/text/en.ts';
import { summary } from '../summaries.ts';

describe('a run in the list', () => {
  it('says how far it is, how good, for how long it has trained, and when it was made', () => {
    const { label, description, icon } = runItem(summary(), en, null);
    expect(label).toBe('Digits');
    // The moment is written as the machine's people do.
    expect(description).toMatch(/^50 % · 92\.1 % accuracy · 1:01 min · .*1.*:/);
    expect(icon.id).toBe('sync~spin');
  });

  it.each([
    ['queued', 'queued stoppable'],
    ['running', 'running stoppable'],
    ['stopping', 'stopping'],
    ['stopped', 'stopped resumable deletable'],
    ['finished', 'finished deletable'],
    ['failed', 'failed resumable deletable'],
    ['interrupted', 'interrupted resumable deletable'],
    ['damaged', 'damaged deletable'],
  ] as const)('offers for %s what can be done: %s', (state, context) => {
    expect(runItem(summary({ state }), en, null).context).toBe(context);
  });

  it('says its place in the queue', () => {
    expect(runItem(summary({ state: 'queued', queuePosition: 2 }), en, null).description).toContain(
      'queued, number 2',
    );
  });

  it('says its folder where several are open, and its tags', () => {
    const { description } = runItem(summary({ tags: ['good'] }), en, 'alpha');
    expect(description).toMatch(/^\d+ % · alpha · .*#good$/);
  });

  it('says in its tooltip why it failed and what to do', () => {
    const failure = { code: 'disk-full', message: 'The disk is full.', next: 'Make room.' };
    const { facts } = runItem(summary({ state: 'failed', failure }), en, null);
    expect(facts).toContainEqual(['Failure', 'The disk is full. Make room.']);
  });

  it('says of a damaged one that it is, why, and nothing that nobody knows', () => {
    const failure = { code: 'not-a-run', message: 'Its run.json is torn.', next: 'Delete it.' };
    const unknown = { loss: null, elapsedMs: null, leftMs: null, metric: null, backend: '' } as const;
    const { description, icon, facts } = runItem(
      summary({ state: 'damaged', failure, ...unknown }),
      en,
      null,
    );
    expect(description).toMatch(/^damaged · [^·]+$/);
    expect(icon.id).toBe('file-broken');
    expect(facts.map(([name]) => name)).toEqual(['State', 'Recipe', 'Made', 'Failure']);
  });

  it('is one line whatever its name and note', () => {
    const item = runItem(summary({ name: 'a\n<b>\u202e', note: 'x\ny' }), en, null);
    expect(item.label).toBe('a <b>');
    expect(item.facts).toContainEqual(['Note', 'x y']);
  });
});

import { describe, expect, it } from 'vitest';
import { readMessage, readState } from '../../../extension/run-panel/message.ts';

const request = (method: unknown, params: unknown, id: unknown = 1) => ({
  type: 'request',
  id,
  method,
  params,
});
const read = { table: 'train', columns: ['loss'], points: 2000 };
const chart = { name: 'loss', format: 'svg', content: '<svg/>' };

describe('messages of the run panel', () => {
  it.each([
    request('describe', null),
    request('read', read),
    request('read', { ...read, from: 0, to: 10 }),
    request('evaluations', { from: 12 }),
    request('log', { from: null }),
    request('log', { from: 4096 }),
    request('act', { action: 'stop' }),
    request('save', chart),
    request('save', { name: 'loss', format: 'png', content: new ArrayBuffer(8) }),
    { type: 'cancel', id: 7 },
  ])('are heard as they are: %j', (message) => {
    expect(readMessage(message)).toEqual(message);
  });

  it.each([
    ['nothing', null],
    ['a word', 'describe'],
    ['a list', [request('describe', null)]],
    ['another type', { type: 'evaluate', id: 1 }],
    ['a negative number', request('describe', null, -1)],
    ['a number that is text', request('describe', null, '1')],
    ['no number', { type: 'cancel' }],
    ['a method that the panel has not', request('start', { recipe: '/etc/passwd' })],
    ['a method of every object', request('constructor', null)],
    ['a method of every object with parameters', request('__proto__', {})],
    ['parameters where there are none', request('describe', { run: '/other' })],
    ['a table that is a path', request('read', { ...read, table: '../../secret' })],
    ['too many points', request('read', { ...read, points: 1e9 })],
    ['no points', request('read', { ...read, points: 0 })],
    ['columns that are no names', request('read', { ...read, columns: [1] })],
    ['too many columns', request('read', { ...read, columns: Array<string>(2000).fill('x') })],
    ['a step that is none', request('read', { ...read, from: Number.NaN })],
    ['a row before the first', request('evaluations', { from: -1 })],
    ['an action that no button has', request('act', { action: 'delete' })],
    ['a place in a log that is text', request('log', { from: '0' })],
    ['a picture as text', request('save', { ...chart, format: 'png' })],
    ['a table as bytes', request('save', { name: 'x', format: 'csv', content: new ArrayBuffer(8) })],
    ['a file of another kind', request('save', { ...chart, format: 'exe' })],
    ['a name without end', request('save', { ...chart, name: 'x'.repeat(10_000) })],
  ])('are refused when they are %s', (_, message) => {
    expect(readMessage(message)).toBeNull();
  });

  it('carry nothing that was not asked for', () => {
    const heard = readMessage({ ...request('read', { ...read, run: '/other' }), extra: true });
    expect(heard).toEqual(request('read', read));
  });
});

it('takes from a kept state the run alone', () => {
  expect(readState({ run: '/r', language: 'en', view: {} })).toEqual({ run: '/r' });
  for (const state of [undefined, null, 'x', {}, { run: 1 }]) expect(readState(state)).toBeNull();
});

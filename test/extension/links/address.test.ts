import { expect, it } from 'vitest';
import { runOfAddress } from '../../../extension/links/address.ts';

it('reads the run of a link', () => {
  expect(runOfAddress({ path: '/run', query: 'path=%2Fw%2F.retort%2Fruns%2Fa%20b' })).toBe(
    '/w/.retort/runs/a b',
  );
});

it.each([
  ['another path', { path: '/start', query: 'path=%2Fw' }],
  ['a longer path', { path: '/run/stop', query: 'path=%2Fw' }],
  ['no run', { path: '/run', query: '' }],
  ['an empty run', { path: '/run', query: 'path=' }],
  ['two runs', { path: '/run', query: 'path=%2Fa&path=%2Fb' }],
])('reads nothing from a link with %s', (_, address) => {
  expect(runOfAddress(address)).toBeNull();
});

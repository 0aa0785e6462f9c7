import { describe, expect, test } from 'vitest';
import { initialView, restoreView } from '../../../webview/run/view-state.ts';

describe('the kept view', () => {
  test('comes back as it was', () => {
    const view = {
      ...initialView,
      tab: 'layers',
      smoothing: 0.9,
      zoom: { from: 10, to: 20.5 },
      hidden: ['kd'],
      logY: true,
      job: '[1,"distil","student"]',
      measure: 'relativeError',
    } as const;
    expect(restoreView(JSON.parse(JSON.stringify(view)))).toEqual(view);
  });

  test.each([undefined, null, 7, 'x', []])('is as at first where %j was kept', (kept) => {
    expect(restoreView(kept)).toEqual(initialView);
  });

  test('forgets what it does not understand, and nothing else', () => {
    const kept = {
      tab: '<script>',
      smoothing: 1e9,
      x: 'epoch',
      zoom: { from: 9, to: 2 },
      hidden: ['a', 5, null],
      logX: 'yes',
      job: {},
    };
    expect(restoreView(kept)).toEqual({ ...initialView, x: 'epoch', hidden: ['a'] });
  });
});

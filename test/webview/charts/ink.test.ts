import { describe, expect, test } from 'vitest';
import { contrast, mix, parseColour, type Rgb } from '../../../webview/charts/colour.ts';
import { heatShapes, opacity } from '../../../webview/charts/heat-shapes.ts';
import { heatSvg } from '../../../webview/charts/heat-svg.ts';
import { inkOn, leastContrast } from '../../../webview/charts/ink.ts';
import { themeOf } from '../../../webview/charts/theme.ts';
import { themes } from '../browser/themes.ts';

const shares = Array.from({ length: 1001 }, (_, index) => index / 1000);

const rgb = (colour: string): Rgb => {
  const parsed = parseColour(colour);
  if (parsed === null) throw new Error(`${colour} is no colour.`);
  return parsed;
};

describe.each(themes.map(({ name, variables }) => [name, variables] as const))(
  'numbers on the shades of the theme %s',
  (_, variables) => {
    const theme = themeOf((name) => variables[name] ?? '');

    test.each(['accent', 'warning'] as const)('can be read on every shade of %s', (name) => {
      const unread = shares.filter((share) => {
        const ground = mix(rgb(theme.background), rgb(theme[name]), opacity(share));
        const { colour, halo } = inkOn(theme, theme[name], opacity(share));
        return contrast(rgb(colour), halo === null ? ground : rgb(halo)) < leastContrast;
      });
      expect(unread).toEqual([]);
    });

    test('have a halo only where no ink can be read alone', () => {
      for (const share of shares) {
        const ground = mix(rgb(theme.background), rgb(theme.accent), opacity(share));
        const best = Math.max(
          ...[theme.foreground, theme.background].map((ink) => contrast(rgb(ink), ground)),
        );
        expect(inkOn(theme, theme.accent, opacity(share)).halo !== null).toBe(best < leastContrast);
      }
    });
  },
);

describe('a number on a shade of which nothing is known', () => {
  const forced = { ...themeOf(() => ''), foreground: 'CanvasText', background: 'Canvas', accent: 'LinkText' };

  test('has a halo', () => {
    expect(inkOn(forced, forced.accent, 0.5)).toEqual({ colour: 'CanvasText', halo: 'Canvas' });
  });

  test('has it in files too', () => {
    const content = {
      title: 'CKA',
      rows: ['a'],
      columns: ['b'],
      values: [Float64Array.of(0.5)],
      from: 0,
      to: 1,
      meaning: 'agreement',
      rowLabel: 'student',
      columnLabel: 'teacher',
      axis: null,
      format: String,
    } as const;
    expect(heatShapes(content, forced, 400).labels.filter(({ halo }) => halo !== null)).toHaveLength(1);
    expect(heatSvg(content, forced)).toMatch(/stroke="Canvas"[^>]*paint-order="stroke">0\.5</);
  });
});

test('grid lines of high contrast are weaker than curves', () => {
  const grids = themes.map(({ variables }) => themeOf((name) => variables[name] ?? '').grid);
  expect(grids.map((grid) => /[\d.]+\)$/.exec(grid)?.[0])).toEqual(['0.5)', '0.5)', '0.2)', '0.2)']);
});

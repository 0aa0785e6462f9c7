import type { Theme } from './look.ts';
import { withAlpha } from './colour.ts';

/** As many as `look.ts` counts on. */
const seriesNames = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'];

/**
 * A theme's colours.
 * @param variable the value of a variable of the editor's; empty where the theme has none.
 */
export function themeOf(variable: (name: string) => string): Theme {
  const colour = (name: string, otherwise: string): string => variable(`--vscode-${name}`) || otherwise;
  const foreground = colour('editor-foreground', 'currentcolor');
  const contrast = colour('contrastBorder', '');
  return {
    foreground,
    muted: colour('descriptionForeground', foreground),
    // High contrast has one strong colour for all borders: as strong, the grid would look like curves.
    grid:
      contrast === ''
        ? withAlpha(colour('editorIndentGuide-background1', foreground), 0.5)
        : withAlpha(contrast, 0.2),
    background: colour('editor-background', 'transparent'),
    accent: colour('charts-blue', foreground),
    warning: withAlpha(colour('charts-orange', foreground), 1),
    font: colour('font-family', 'sans-serif'),
    // Some themes have an orange that is meant for backgrounds; lines are opaque.
    series: seriesNames.map((name) => withAlpha(colour(`charts-${name}`, foreground), 1)),
  };
}

import type { Theme } from './look.ts';
import { withAlpha } from './colour.ts';

/** As many as `look.ts` counts on. */
const seriesNames = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'];

/** Reads the theme as it is now. Where the system forces its colours, they are the system's. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string, otherwise: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const font = colour('font-family', 'sans-serif');
  if (matchMedia('(forced-colors: active)').matches) {
    return {
      foreground: 'CanvasText',
      muted: 'CanvasText',
      grid: 'GrayText',
      background: 'Canvas',
      accent: 'LinkText',
      warning: 'CanvasText',
      font,
      series: ['LinkText', 'CanvasText', 'Highlight', 'GrayText'],
    };
  }
  const foreground = colour('editor-foreground', 'currentcolor');
  const contrast = colour('contrastBorder', '');
  return {
    foreground,
    muted: colour('descriptionForeground', foreground),
    grid: withAlpha(contrast === '' ? colour('editorIndentGuide-background1', foreground) : contrast, 0.5),
    background: colour('editor-background', 'transparent'),
    accent: colour('charts-blue', foreground),
    warning: withAlpha(colour('charts-orange', foreground), 1),
    font,
    // Some themes have an orange that is meant for backgrounds; lines are opaque.
    series: seriesNames.map((name) => withAlpha(colour(`charts-${name}`, foreground), 1)),
  };
}

/** Calls back after the editor changed the theme. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  matchMedia('(forced-colors: active)').addEventListener('change', listener);
}

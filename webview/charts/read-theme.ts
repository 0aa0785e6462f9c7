import type { Theme } from './look.ts';
import { themeOf } from './theme.ts';

/** Reads the theme as it is now. Where the system forces its colours, they are the system's. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const theme = themeOf((name) => style.getPropertyValue(name).trim());
  return matchMedia('(forced-colors: active)').matches ? { ...theme, ...forced } : theme;
}

const forced: Omit<Theme, 'font'> = {
  foreground: 'CanvasText',
  muted: 'CanvasText',
  grid: 'GrayText',
  background: 'Canvas',
  accent: 'LinkText',
  warning: 'CanvasText',
  series: ['LinkText', 'CanvasText', 'Highlight', 'GrayText'],
};

/** Calls back after the editor changed the theme. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  matchMedia('(forced-colors: active)').addEventListener('change', listener);
}

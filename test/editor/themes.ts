export interface Theme {
  /** In settings. */
  readonly name: string;
  /** In names of pictures. */
  readonly short: string;
  /** Class of a workbench that wears it. */
  readonly marker: string;
}

const theme = (name: string, short: string, file: string): Theme => ({
  name,
  short,
  marker: `vscode-theme-defaults-themes-${file}-json`,
});

/** The four kinds of themes that there are, by the editor's own. */
export const themes: readonly [Theme, ...Theme[]] = [
  theme('Dark Modern', 'dark', 'dark_modern'),
  theme('Light Modern', 'light', 'light_modern'),
  theme('Default High Contrast', 'hc-dark', 'hc_black'),
  theme('Default High Contrast Light', 'hc-light', 'hc_light'),
];

/**
 * The report's colours as the editor has them. The page itself asks the system whether it is day or night, which says
 * nothing of the editor. Set on the body, they hold for everything in it, whatever the page says of its root.
 */
export const reportColours = `
body {
  --paper: var(--vscode-editor-background);
  --sheet: var(--vscode-editorWidget-background);
  --ink: var(--vscode-editor-foreground);
  --soft: var(--vscode-descriptionForeground);
  --middle: var(--ink);
  --rule: var(--vscode-editorWidget-border, var(--vscode-contrastBorder));
  --grid: color-mix(in srgb, var(--ink) 20%, transparent);
  --good: var(--vscode-charts-green);
  --bad: var(--vscode-charts-red);
  --open: var(--vscode-charts-yellow);
  --c0: var(--vscode-charts-blue);
  /* Some themes have an orange that is meant for backgrounds; lines are opaque. */
  --c1: rgb(from var(--vscode-charts-orange, var(--ink)) r g b / 1);
  --c2: var(--vscode-charts-green);
  --c3: var(--vscode-charts-purple);
  --c4: var(--vscode-charts-red);
  --c5: var(--soft);
}
html:has(> .vscode-light, > .vscode-high-contrast-light) { color-scheme: light; }
html:has(> .vscode-dark, > .vscode-high-contrast:not(.vscode-high-contrast-light)) { color-scheme: dark; }
a { color: var(--vscode-textLink-foreground); }
/* Numbers on shades of any colour: the page's own inks are made for its own blue. */
svg.fixed .number { fill: var(--ink); stroke: var(--sheet); stroke-width: 3px; stroke-linejoin: round; paint-order: stroke; }
`;

/** Colours that canvases and exported charts are drawn with, from the editor's theme. */
export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly accent: string;
  readonly warning: string;
  readonly font: string;
  /** In the order in which series take them. */
  readonly series: readonly string[];
}

/** Colours of series that a theme has. */
const colours = 6;

/** How the line of a series differs from others: never by colour alone. */
export interface Look {
  readonly colour: number;
  readonly dash: readonly number[];
}

const dashes: readonly (readonly number[])[] = [
  [],
  [8, 4],
  [2, 3],
  [10, 3, 2, 3],
  [5, 2],
  [12, 4, 4, 4, 4, 4],
];

/** Looks repeat after thirty-six series. */
export const lookOf = (index: number): Look => ({
  colour: index % colours,
  dash: dashes[(index + Math.floor(index / colours)) % dashes.length] ?? [],
});

export const colourOf = (theme: Theme, { colour }: Look): string =>
  theme.series[colour % theme.series.length] ?? theme.foreground;

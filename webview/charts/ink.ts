import { contrast, mix, parseColour } from './colour.ts';
import type { Theme } from './look.ts';

/** Small text is read from here on (WCAG 2.2, 1.4.3). */
export const leastContrast = 4.5;

/** Of the stroke under the letters, half of which is outside of them. */
export const haloWidth = 3;

/** What letters are written with. */
export interface Ink {
  readonly colour: string;
  /** Drawn around the letters where no ink alone can be read on what they stand on. */
  readonly halo: string | null;
}

/** The theme's foreground or background, whichever can be read on a colour that is so opaque. */
export function inkOn(theme: Theme, colour: string, alpha: number): Ink {
  const { foreground, background } = theme;
  const haloed = { colour: foreground, halo: background };
  const [front, back, over] = [parseColour(foreground), parseColour(background), parseColour(colour)];
  // Of system colours only the names are known.
  if (front === null || back === null || over === null) return haloed;
  const ground = mix(back, over, alpha);
  if (contrast(front, ground) >= leastContrast) return { colour: foreground, halo: null };
  if (contrast(back, ground) >= leastContrast) return { colour: background, halo: null };
  return haloed;
}

import type { Theme } from '../charts/look.ts';
import type { Text } from '../text/index.ts';
import type { Numbers } from '../text/numbers.ts';
import type { Crosshair } from './crosshair.ts';
import type { Host } from './host.ts';
import type { Shown } from './shown.ts';
import type { ViewState } from './view-state.ts';

/** What every part of the panel works with. */
export interface Context {
  readonly host: Host;
  readonly text: Text;
  readonly numbers: Numbers;
  readonly theme: () => Theme;
  readonly view: () => ViewState;
  readonly crosshair: Crosshair;
  /** Keeps a change of how the run is looked at, and shows it. */
  readonly change: (changed: Partial<ViewState>) => void;
  /** Says something to those who don't see. Rarely. */
  readonly announce: (sentence: string) => void;
}

/** A tab's content. */
export interface Part {
  readonly element: HTMLElement;
  /** Whether it is seen: a part that isn't does nothing. */
  setActive(active: boolean): void;
  /** Another training is looked at, or this one has more. */
  show(shown: Shown): void;
  /** The person looks at it in another way. */
  viewChanged(): void;
  /** The editor has other colours. */
  themeChanged(): void;
}

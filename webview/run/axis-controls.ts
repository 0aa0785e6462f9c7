import { button, chooser, toggle } from '../controls/index.ts';
import type { Context } from './context.ts';
import { type ViewState, xUnits } from './view-state.ts';

export interface AxisControls {
  readonly elements: readonly HTMLElement[];
  show(view: ViewState): void;
}

/** What all charts over a training share: the unit of x, its kind, and going on with what comes. */
export function axisControls({ text: { chart }, view, change }: Context): AxisControls {
  const x = chooser(chart.xAxis, (value) => {
    const unit = xUnits.find((each) => each === value);
    if (unit !== undefined) change({ x: unit });
  });
  const logX = toggle(chart.logX, view().logX, (pressed) => change({ logX: pressed }));
  const follow = button(chart.follow, () => change({ zoom: null }));
  return {
    elements: [x.element, logX.element, follow],
    show(now) {
      x.set(
        xUnits.map((value) => ({ value, label: chart.x[value] })),
        now.x,
      );
      logX.set(now.logX);
      // There is nothing to go back to while it follows.
      follow.toggleAttribute('disabled', now.zoom === null);
    },
  };
}

import { button, chooser, slider, toggle } from '../controls/index.ts';
import { element } from '../dom.ts';
import type { Context } from './context.ts';
import { mostSmoothing, termKinds, type ViewState, xUnits } from './view-state.ts';

export interface TrainingControls {
  readonly element: HTMLElement;
  show(view: ViewState): void;
}

/** How the charts of a training are drawn. */
export function trainingControls({ text, view, change }: Context): TrainingControls {
  const { chart } = text;
  const oneOf =
    <T extends string>(known: readonly T[], then: (value: T) => void) =>
    (value: string) => {
      const found = known.find((each) => each === value);
      if (found !== undefined) then(found);
    };
  const kind = chooser(
    chart.kind,
    oneOf(termKinds, (value) => change({ kind: value })),
  );
  const x = chooser(
    chart.xAxis,
    oneOf(xUnits, (value) => change({ x: value })),
  );
  const logX = toggle(chart.logX, view().logX, (pressed) => change({ logX: pressed }));
  const logY = toggle(chart.logY, view().logY, (pressed) => change({ logY: pressed }));
  const smoothing = slider({
    label: chart.smoothing,
    most: mostSmoothing,
    step: 0.01,
    format: (value) => value.toFixed(2),
    onChange: (value) => change({ smoothing: value }),
  });
  smoothing.element.title = chart.smoothingFormula;
  const follow = button(chart.follow, () => change({ zoom: null }));
  return {
    element: element(
      'div',
      { class: 'controls' },
      kind.element,
      smoothing.element,
      x.element,
      logX.element,
      logY.element,
      follow,
    ),
    show(now) {
      kind.set(
        termKinds.map((value) => ({ value, label: chart.kinds[value] })),
        now.kind,
      );
      x.set(
        xUnits.map((value) => ({ value, label: chart.x[value] })),
        now.x,
      );
      logX.set(now.logX);
      logY.set(now.logY);
      smoothing.set(now.smoothing);
      // There is nothing to go back to while it follows.
      follow.toggleAttribute('disabled', now.zoom === null);
    },
  };
}

import { chooser, slider, toggle } from '../controls/index.ts';
import { element } from '../dom.ts';
import { axisControls } from './axis-controls.ts';
import type { Context } from './context.ts';
import { mostSmoothing, termKinds, type ViewState } from './view-state.ts';

export interface TrainingControls {
  readonly element: HTMLElement;
  show(view: ViewState): void;
}

const noteId = 'smoothing-formula';

/** How the charts of a training are drawn. */
export function trainingControls(context: Context): TrainingControls {
  const { text, view, change } = context;
  const { chart } = text;
  const kind = chooser(chart.kind, (value) => {
    const chosen = termKinds.find((each) => each === value);
    if (chosen !== undefined) change({ kind: chosen });
  });
  const logY = toggle(chart.logY, view().logY, (pressed) => change({ logY: pressed }));
  const smoothing = slider({
    label: chart.smoothing,
    most: mostSmoothing,
    step: 0.01,
    format: (value) => value.toFixed(2),
    onChange: (value) => change({ smoothing: value }),
    describedBy: noteId,
  });
  // Beside the slider, not in its label: it is no part of its name.
  const note = element('span', { class: 'note', role: 'tooltip', id: noteId }, chart.smoothingFormula);
  const axis = axisControls(context);
  return {
    element: element(
      'div',
      { class: 'controls' },
      kind.element,
      smoothing.element,
      note,
      logY.element,
      ...axis.elements,
    ),
    show(now) {
      kind.set(
        termKinds.map((value) => ({ value, label: chart.kinds[value] })),
        now.kind,
      );
      logY.set(now.logY);
      smoothing.set(now.smoothing);
      axis.show(now);
    },
  };
}

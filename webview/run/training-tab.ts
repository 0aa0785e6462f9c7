import { element } from '../dom.ts';
import type { Context, Part, Shown } from './context.ts';
import { Crosshair } from './crosshair.ts';
import { LossChart } from './loss-chart.ts';
import { trainingControls } from './training-controls.ts';
import type { ViewState } from './view-state.ts';

/** Loss terms and metric of a training. */
export function trainingTab(context: Context): Part {
  const crosshair = new Crosshair();
  const controls = trainingControls(context);
  const loss = new LossChart(context, crosshair, [controls.element]);
  const charts = [loss];
  let before: ViewState = context.view();
  controls.show(before);
  return {
    element: element('div', { class: 'tab training' }, ...charts.map((chart) => chart.element)),
    setActive(active) {
      for (const chart of charts) chart.active = active;
    },
    show(shown: Shown) {
      for (const chart of charts) chart.show(shown);
    },
    viewChanged() {
      const now = context.view();
      controls.show(now);
      for (const chart of charts) chart.viewChanged(before);
      before = now;
    },
    themeChanged() {
      for (const chart of charts) chart.redraw();
    },
  };
}

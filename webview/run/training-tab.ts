import { element } from '../dom.ts';
import type { Context, Part } from './context.ts';
import type { Shown } from './shown.ts';
import { lossChart } from './loss-chart.ts';
import { metricChart } from './metric-chart.ts';
import { TimeChart } from './time-chart.ts';
import { trainingControls } from './training-controls.ts';
import type { ViewState } from './view-state.ts';

/** Loss terms and metric of a training. */
export function trainingTab(context: Context): Part {
  const controls = trainingControls(context);
  const charts = [new TimeChart(context, lossChart(context)), new TimeChart(context, metricChart(context))];
  let before: ViewState = context.view();
  controls.show(before);
  return {
    element: element(
      'div',
      { class: 'tab training' },
      controls.element,
      ...charts.map((chart) => chart.element),
    ),
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
      for (const chart of charts) chart.draw();
    },
  };
}

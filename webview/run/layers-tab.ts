import { element } from '../dom.ts';
import { CkaMatrix } from './cka-matrix.ts';
import type { Context, Part } from './context.ts';
import { PairsMap } from './pairs-map.ts';
import { jobKey } from './shown.ts';
import type { ViewState } from './view-state.ts';

/** How closely the student's layers follow the teacher's. */
export function layersTab(context: Context): Part {
  const matrix = new CkaMatrix(context, (step) => pairs.mark(step));
  const pairs = new PairsMap(context, (step) => matrix.goTo(step));
  let before: ViewState = context.view();
  let job = '';
  return {
    element: element('div', { class: 'tab layers' }, pairs.element, matrix.element),
    setActive(active) {
      pairs.reading.active = active;
      matrix.active = active;
    },
    show(shown) {
      const another = job !== jobKey(shown.job);
      job = jobKey(shown.job);
      pairs.show(shown, another);
      matrix.show(shown, another);
    },
    viewChanged() {
      const now = context.view();
      if (now.measure !== before.measure || now.x !== before.x || now.zoom !== before.zoom)
        pairs.reading.restart();
      before = now;
      pairs.draw();
      matrix.draw();
    },
    themeChanged() {
      pairs.draw();
      matrix.draw();
    },
  };
}

import './run.css';
import type { PanelState } from '../../server/protocol/panel.ts';
import type { Theme } from '../charts/look.ts';
import { onThemeChange, readTheme } from '../charts/read-theme.ts';
import { registerControls } from '../controls/index.ts';
import { element, setText } from '../dom.ts';
import { textIn } from '../text/index.ts';
import { numbersIn } from '../text/numbers.ts';
import type { Context } from './context.ts';
import { Crosshair } from './crosshair.ts';
import { Host } from './host.ts';
import { keepFocus } from './keep-focus.ts';
import { Panel } from './panel.ts';
import { restoreView } from './view-state.ts';

const language = document.documentElement.lang;
const text = textIn(language);
const editor = acquireVsCodeApi<Partial<PanelState>>();
const live = element('div', { class: 'live', role: 'status', 'aria-live': 'polite' });

// The host says once which run this is. Kept, it leads back to the run after a reload of the window.
const first = JSON.parse(document.body.dataset.state ?? '{}') as Partial<PanelState>;
editor.setState({ ...editor.getState(), ...first, language });

registerControls();
let view = restoreView(editor.getState()?.view);
let theme: Theme = readTheme();

const host = new Host(
  {
    post: (message) => editor.postMessage(message),
    onMessage: (listener) => window.addEventListener('message', ({ data }) => listener(data)),
  },
  (message) => panel.told(message),
);

const context: Context = {
  host,
  text,
  numbers: numbersIn(language, text),
  theme: () => theme,
  view: () => view,
  crosshair: new Crosshair(),
  change(changed) {
    view = { ...view, ...changed };
    editor.setState({ ...editor.getState(), view: { ...view } });
    panel.viewChanged();
  },
  announce: (sentence) => setText(live, sentence),
};

const panel = new Panel(context);
document.body.append(panel.element, live);
keepFocus();
onThemeChange(() => {
  theme = readTheme();
  panel.themeChanged();
});
panel.begin();

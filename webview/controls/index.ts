/**
 * The one module that knows whose controls these are: Microsoft's webview toolkit, which is archived. What the rest of
 * the panel sees are plain elements and callbacks, so that another library would change this file alone.
 */
import {
  Button,
  Checkbox,
  Dropdown,
  Option,
  Panels,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { plain } from '../../server/protocol/plain.ts';

/** Defines the controls' elements; once, before any is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeProgressRing(),
  );
}

export function button(
  label: string,
  onClick: () => void,
  look: 'primary' | 'secondary' = 'secondary',
): HTMLElement {
  const made = new Button();
  made.appearance = look;
  made.textContent = label;
  made.addEventListener('click', onClick);
  return made;
}

/** A button that is pressed or not. */
export interface Toggle {
  readonly element: HTMLElement;
  set(pressed: boolean): void;
}

export function toggle(label: string, pressed: boolean, onChange: (pressed: boolean) => void): Toggle {
  const made = new Checkbox();
  made.textContent = label;
  made.checked = pressed;
  made.addEventListener('change', () => onChange(made.checked));
  return { element: made, set: (now) => void (made.checked = now) };
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Chooser {
  readonly element: HTMLElement;
  set(choices: readonly Choice[], value: string): void;
}

export function chooser(label: string, onChange: (value: string) => void): Chooser {
  const made = new Dropdown();
  made.ariaLabel = label;
  made.setAttribute('aria-label', label);
  made.addEventListener('change', () => onChange(made.value));
  let shown = '';
  return {
    element: made,
    set(choices, value) {
      const now = JSON.stringify(choices);
      // Rebuilding an open list would close it under the person's hand.
      if (now !== shown) {
        shown = now;
        made.replaceChildren(
          ...choices.map((choice) => {
            const option = new Option();
            option.value = choice.value;
            option.textContent = plain(choice.label);
            return option;
          }),
        );
      }
      if (made.value !== value) made.value = value;
    },
  };
}

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: HTMLElement;
}

export interface TabStrip {
  readonly element: HTMLElement;
  select(id: string): void;
}

export function tabStrip(label: string, tabs: readonly Tab[], onSelect: (id: string) => void): TabStrip {
  const made = new Panels();
  made.setAttribute('aria-label', label);
  for (const { id, label: text } of tabs) {
    const tab = document.createElement('vscode-panel-tab');
    tab.id = `tab-${id}`;
    tab.textContent = text;
    made.append(tab);
  }
  for (const { id, content } of tabs) {
    const view = document.createElement('vscode-panel-view');
    view.id = `view-${id}`;
    view.append(content);
    made.append(view);
  }
  made.addEventListener('change', () => onSelect(made.activeid.replace('tab-', '')));
  return { element: made, select: (id) => void (made.activeid = `tab-${id}`) };
}

export function progressRing(): HTMLElement {
  const made = document.createElement('vscode-progress-ring');
  made.setAttribute('aria-hidden', 'true');
  return made;
}

export interface Slider {
  readonly element: HTMLElement;
  set(value: number, most?: number): void;
}

export interface SliderOptions {
  readonly label: string;
  readonly most: number;
  readonly step: number;
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
  /** Id of the element that says more about it. */
  readonly describedBy?: string;
}

/** The toolkit has none: the browser's own. */
export function slider({ label, most, step, format, onChange, describedBy }: SliderOptions): Slider {
  const input = document.createElement('input');
  const shown = document.createElement('output');
  const caption = document.createElement('label');
  const name = document.createElement('span');
  Object.assign(input, { type: 'range', min: '0', max: String(most), step: String(step) });
  if (describedBy !== undefined) input.setAttribute('aria-describedby', describedBy);
  name.textContent = label;
  caption.className = 'slider';
  caption.append(name, input, shown);
  const say = (): void => {
    const text = format(input.valueAsNumber);
    shown.textContent = text;
    input.setAttribute('aria-valuetext', text);
  };
  input.addEventListener('input', () => {
    say();
    onChange(input.valueAsNumber);
  });
  return {
    element: caption,
    set(value, newMost) {
      if (newMost !== undefined) input.max = String(newMost);
      input.value = String(value);
      say();
    },
  };
}

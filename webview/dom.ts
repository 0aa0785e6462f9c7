import { plain } from '../server/protocol/plain.ts';

type Child = Node | string | null;

/**
 * An element with attributes and children. Text becomes text nodes: names from recipes are never read as markup, and
 * nothing in them turns or breaks what is read.
 * An attribute of `false` or null is left out, one of `true` is empty.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  for (const child of children)
    if (child !== null) made.append(typeof child === 'string' ? plain(child) : child);
  return made;
}

export function setAttributes(
  target: Element,
  attributes: Readonly<Record<string, string | number | boolean | null>>,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : plain(String(value)));
  }
}

const svgNamespace = 'http://www.w3.org/2000/svg';

export function svgElement(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Element[]
): SVGElement {
  const made = document.createElementNS(svgNamespace, tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** Sets the text only where it differs: a live region speaks at every change. */
export function setText(target: Element, text: string): void {
  const shown = plain(text);
  if (target.textContent !== shown) target.textContent = shown;
}

/** The same of many lines. */
export function setLines(target: Element, text: string): void {
  const shown = text.split('\n').map(plain).join('\n');
  if (target.textContent !== shown) target.textContent = shown;
}

// Elements in one expression.

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | ((event: never) => void) | undefined>;

/**
 * Makes an element. Attributes that are functions listen to the event of their name (`onclick`); true stands for an attribute without a value, and false or undefined for none.
 * Texts are texts: nothing is ever read as HTML.
 */
export function h<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value as unknown as EventListener);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== undefined && value !== false) element.setAttribute(key, String(value));
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts other children in. Where they are the ones that are there, nothing is touched: a button that is taken out and put back loses the keyboard, and a click that was just being made. */
export function fill(element: Element, ...children: Child[]): void {
  const next = children.filter(child => child !== null && child !== undefined && child !== false);
  if (next.length === element.childNodes.length && next.every((child, place) => child === element.childNodes[place])) return;
  element.replaceChildren(...next);
}

let ids = 0;

/** A field with its label, and a hint that belongs to it. */
export function field(label: string, control: HTMLElement, hint?: string): HTMLElement {
  control.id ||= `field-${++ids}`;
  const told = hint === undefined ? null : h('p', { class: 'hint', id: `${control.id}-hint` }, hint);
  if (told) control.setAttribute('aria-describedby', told.id);
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control, told);
}

/** A part of the pane, which screen readers find by its name. */
export function region(title: string, ...children: Child[]): HTMLElement {
  const id = `region-${++ids}`;
  return h('section', { class: 'region', 'aria-labelledby': id }, h('h2', { id }, title), ...children);
}

/** A part of the pane that opens: its name stays to be seen, and what is behind it may be summed up beside it. */
export function foldedRegion(title: string, glyph: string, summary: HTMLElement | null, ...children: Child[]): HTMLElement {
  return h('section', { class: 'region', 'aria-label': title },
    h('details', {},
      h('summary', {}, h('h2', {}, h('span', { 'aria-hidden': 'true', class: 'glyph' }, glyph), title), summary),
      h('div', { class: 'folded' }, ...children)));
}

/** A colour as a small square; it says nothing to screen readers, the name beside it does. */
export function swatch(color: readonly number[]): HTMLElement {
  const square = h('span', { class: 'swatch', 'aria-hidden': 'true' });
  square.style.backgroundColor = `rgb(${color.join(' ')})`;
  return square;
}

// The classes: names, colours and how much of the result each is. A press hides one or shows it again.
import type { Schemas } from '../api/client';
import { fill, h, region, swatch } from '../parts/dom';
import { share, text } from '../strings';

type ClassOf = Schemas['Class'];

export class Legend {
  readonly element: HTMLElement;
  readonly #rows = h('ul', { class: 'legend' });
  readonly #hidden = new Set<number>();
  readonly #changed: (hidden: readonly number[]) => void;
  #shown = '';

  /** @param changed is told the values of the classes that are hidden. */
  constructor(changed: (hidden: readonly number[]) => void) {
    this.#changed = changed;
    this.element = region(text.legend.title, h('p', { class: 'hint' }, text.legend.hint), this.#rows);
    this.element.hidden = true;
  }

  show(classes: readonly ClassOf[]): void {
    const described = JSON.stringify(classes);
    if (described === this.#shown) return;
    this.#shown = described;
    this.element.hidden = classes.length === 0;
    const whole = classes.reduce((sum, { count }) => sum + (count ?? 0), 0);
    fill(this.#rows, ...classes.map(one => h('li', {}, this.#row(one, whole))));
  }

  #row({ value, name, color, count }: ClassOf, whole: number): HTMLElement {
    const part = typeof count === 'number' ? h('span', { class: 'part' }, h('span', {}, share(count, whole)), h('small', {}, text.legend.pixels(count))) : null;
    const button = h('button', {
      type: 'button', 'aria-pressed': String(!this.#hidden.has(value)), title: text.legend.hide(name),
      onclick: () => {
        const isShown = this.#hidden.delete(value);
        if (!isShown) this.#hidden.add(value);
        button.setAttribute('aria-pressed', String(isShown));
        button.title = isShown ? text.legend.hide(name) : text.legend.show(name);
        this.#changed([...this.#hidden]);
      },
    }, swatch(color), h('span', { class: 'name' }, name), part);
    return button;
  }
}

/** The classes as a table: comma-separated values as RFC 4180 has them. */
export function csvOf(classes: readonly ClassOf[]): string {
  const whole = classes.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const cell = (value: string | number) => (/[",\n]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`);
  const rows = classes.map(({ value, name, count }) => [value, name, count ?? 0, whole > 0 ? (count ?? 0) / whole : 0]);
  return [text.legend.csv, ...rows].map(row => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

// The classes: names, colours and how much of the result each is. A press hides one or shows it again.
import type { Accuracy, Areas, Schemas } from '../api/client';
import { fill, h, region, swatch } from '../parts/dom';
import { area, areaBetween, between, share, text } from '../strings';

type ClassOf = Schemas['Class'];

export class Legend {
  readonly element: HTMLElement;
  readonly #rows = h('ul', { class: 'legend' });
  readonly #hidden = new Set<number>();
  readonly #changed: (hidden: readonly number[]) => void;
  readonly #note = h('div', { class: 'hint' });
  readonly #overall = h('p', { class: 'overall' });
  #shown = '';
  #accuracy: Accuracy | undefined;
  #last: Parameters<Legend['show']> = [[]];

  /** @param changed is told the values of the classes that are hidden. */
  constructor(changed: (hidden: readonly number[]) => void) {
    this.#changed = changed;
    this.element = region(text.legend.title, h('p', { class: 'hint' }, text.legend.hint), this.#overall, this.#rows, this.#note);
    this.element.hidden = true;
  }

  /**
   * @param areas how large the classes are, as far as that is known yet.
   * @param counted what the numbers of a class count.
   */
  show(classes: readonly ClassOf[], areas?: Areas, counted: (n: number) => string = text.legend.pixels): void {
    this.#last = [classes, areas, counted];
    const found = this.#accuracy;
    const described = JSON.stringify([classes, areas, found]);
    if (described === this.#shown) return;
    this.#shown = described;
    this.element.hidden = classes.length === 0;
    const whole = classes.reduce((sum, { count }) => sum + (count ?? 0), 0);
    const areaOf = new Map(areas?.classes.map(one => [one.value, one]));
    const adjusted = new Map(found?.classes.map(one => [one.value, one.adjustedArea]));
    const isMeasured = found?.areaUnit === 'squareMetres';
    const largest = Math.max(0, ...(areas?.classes ?? []).map(one => one.squareMetres ?? 0), ...(isMeasured ? [...adjusted.values()].map(one => one.value ?? 0) : []));
    fill(this.#rows, ...classes.map(one => h('li', {}, this.#row(one, adjustedPart(partOf(one, whole, areaOf.get(one.value), largest, counted), adjusted.get(one.value), largest, isMeasured)))));
    fill(this.#overall, found && typeof found.overallAccuracy.value === 'number' ? text.accuracy.overall(text.accuracy.percent(found.overallAccuracy.value, found.overallAccuracy.margin)) : null);
    fill(this.#note, found ? h('p', {}, `${text.accuracy.how(found.reference.compared, found.reference.type)} ${text.accuracy.hint}`) : null, areas ? h('details', {}, h('summary', {}, areas.method ? text.legend.onEllipsoid : text.legend.unknownArea), areas.note) : null);
  }

  /** Shows what a comparison with reference data has told: how large the classes are really, and how right the whole is. */
  assess(accuracy: Accuracy | undefined): void {
    this.#accuracy = accuracy;
    this.show(...this.#last);
  }

  #row({ value, name, color }: ClassOf, part: HTMLElement | null): HTMLElement {
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

/** How much of the result a class is: its area and its share of what has a class; what is counted where the area is not known. */
function partOf({ count }: ClassOf, whole: number, found: Schemas['ClassArea'] | undefined, largest: number, counted: (n: number) => string): HTMLElement | null {
  if (typeof count !== 'number') return null;
  const size = typeof found?.squareMetres === 'number' ? area(found.squareMetres, largest) : counted(count);
  return h('span', { class: 'part' }, h('span', {}, size), h('small', {}, found ? share(found.share, 1) : share(count, whole)));
}

/** The area that is likely, with its interval, above what the map has; the latter alone where nothing is known of the former. */
function adjustedPart(part: HTMLElement | null, found: Accuracy['classes'][number]['adjustedArea'] | undefined, largest: number, isMeasured: boolean): HTMLElement | null {
  if (!part || typeof found?.value !== 'number' || typeof found.margin !== 'number') return part;
  const size = isMeasured ? areaBetween(found.value, found.margin, largest) : `${between(found.value, found.margin)} px`;
  const [mapped = '', rest = ''] = [...part.children].map(child => child.textContent ?? '');
  return h('span', { class: 'part' }, h('span', { class: 'adjusted' }, size), h('small', {}, text.accuracy.mapped(mapped, rest)));
}

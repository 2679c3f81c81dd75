// What is asked of a detector beside its own arguments: whether objects of different classes may lie over each other.
import type { DetectionRequest } from '../api/client';
import { field, h, region } from '../parts/dom';
import { text } from '../strings';

export class ObjectsSection {
  readonly element: HTMLElement;
  readonly #suppress = h('input', { type: 'checkbox' });
  readonly #overlap = h('input', { type: 'text', inputmode: 'decimal', placeholder: '0', autocomplete: 'off' });
  readonly #overlapField = field(text.objects.overlap, this.#overlap, text.objects.overlapHint);

  constructor() {
    this.element = region(text.objects.title, h('label', { class: 'check' }, this.#suppress, text.objects.suppress), this.#overlapField);
    this.#suppress.addEventListener('change', () => this.#showOverlap());
    this.#showOverlap();
  }

  /** Takes over an earlier job's. */
  fill({ runNms, maxOverlapRatio }: Partial<DetectionRequest>): void {
    this.#suppress.checked = runNms === true;
    this.#overlap.value = typeof maxOverlapRatio === 'number' ? String(maxOverlapRatio) : '';
    this.#showOverlap();
  }

  /** What differs from the defaults; faults are added to the list. */
  toRequest(faults: string[]): Pick<DetectionRequest, 'runNms' | 'maxOverlapRatio'> {
    if (!this.#suppress.checked) return {};
    const typed = this.#overlap.value.trim();
    const overlap = Number(typed);
    if (!(overlap >= 0 && overlap <= 1)) faults.push(text.objects.notShare);
    return { runNms: true, ...(typed === '' ? {} : { maxOverlapRatio: overlap }) };
  }

  #showOverlap(): void {
    this.#overlapField.hidden = !this.#suppress.checked;
  }
}

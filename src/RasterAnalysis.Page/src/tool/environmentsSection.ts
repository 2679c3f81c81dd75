// The analysis environments, behind the gear.
import { getItem, raster, type Schemas } from '../api/client';
import { field, foldedRegion, h } from '../parts/dom';
import { ItemChooser } from '../parts/itemChooser';
import { describeRaster } from '../parts/rasterWords';
import { text } from '../strings';

type Context = Schemas['AnalysisContext'];

export class EnvironmentsSection {
  readonly element: HTMLElement;
  readonly #cellSize = h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off' });
  readonly #outSR = h('input', { type: 'text', inputmode: 'numeric', autocomplete: 'off' });
  readonly #resampling = h('select', {}, ...Object.entries(text.environments.resamplings).map(([value, label]) => h('option', { value }, label)));
  readonly #processor = h('select', {}, h('option', {}, 'CPU'), h('option', {}, 'GPU'));
  readonly #parallel = h('input', { type: 'text', placeholder: '1', autocomplete: 'off' });
  readonly #recycle = h('input', { type: 'text', inputmode: 'numeric', placeholder: '0', autocomplete: 'off' });
  readonly #retries = h('input', { type: 'text', inputmode: 'numeric', placeholder: '0', autocomplete: 'off' });
  readonly #reuse = h('input', { type: 'checkbox', checked: true });
  readonly #snap = new ItemChooser({ type: raster, thing: text.environments.snapThing, search: text.environments.snapSearch, describe: describeRaster, hasThumbnails: true });

  constructor() {
    const words = text.environments;

    const snap = h('details', { class: 'elsewhere', ontoggle: () => { if (snap.open && !snap.contains(this.#snap.element)) snap.append(this.#snap.element); } }, h('summary', {}, words.snapRaster));
    this.element = foldedRegion(words.title, '⚙', null,
      field(words.cellSize, this.#cellSize, words.cellSizeHint), field(words.outSR, this.#outSR, words.outSRHint), snap, field(words.resampling, this.#resampling),
      field(words.processor, this.#processor), field(words.parallel, this.#parallel, words.parallelHint), field(words.recycle, this.#recycle, words.recycleHint), field(words.retries, this.#retries),
      h('label', { class: 'check' }, this.#reuse, words.reuse));
  }

  /** What differs from the defaults; faults are added to the list. */
  toContext(faults: string[]): Context {
    const words = text.environments;
    const number = (input: HTMLInputElement, label: string, isWhole: boolean) => {
      if (input.value.trim() === '') return undefined;
      const value = Number(input.value);
      const isRight = isWhole ? Number.isInteger(value) && value >= 0 : Number.isFinite(value) && value > 0;
      if (!isRight) faults.push(isWhole ? words.notWhole(label) : words.notNumber(label));
      return value;
    };
    const [cellSize, wkid] = [number(this.#cellSize, words.cellSize, false), number(this.#outSR, words.outSR, true)];
    const [recycle, retries] = [number(this.#recycle, words.recycle, true), number(this.#retries, words.retries, true)];
    const snap = this.#snap.chosen.get();
    const parallel = this.#parallel.value.trim();
    return {
      ...(cellSize === undefined ? {} : { cellSize }),
      ...(wkid === undefined ? {} : { outSR: { wkid } }),
      ...(snap ? { snapRaster: { itemId: snap.id } } : {}),
      ...(this.#resampling.value === 'NEAREST' ? {} : { resamplingMethod: this.#resampling.value as 'BILINEAR' | 'CUBIC' }),
      ...(this.#processor.value === 'GPU' ? { processorType: 'GPU' as const } : {}),
      ...(parallel === '' ? {} : { parallelProcessingFactor: parallel }),
      ...(recycle === undefined ? {} : { recycleProcessingWorkers: recycle }),
      ...(retries === undefined ? {} : { retryOnFailures: retries }),
      ...(this.#reuse.checked ? {} : { reuseResults: false }),
    };
  }

  /** Takes over an earlier job's. @returns whether all of them could be. */
  async fill(context: Context): Promise<boolean> {
    const put = (input: HTMLInputElement, value: unknown) => { input.value = typeof value === 'number' || typeof value === 'string' ? String(value) : ''; };
    put(this.#cellSize, context.cellSize);
    put(this.#outSR, context.outSR?.wkid);
    put(this.#parallel, context.parallelProcessingFactor);
    put(this.#recycle, context.recycleProcessingWorkers);
    put(this.#retries, context.retryOnFailures);
    this.#resampling.value = context.resamplingMethod ?? 'NEAREST';
    this.#processor.value = context.processorType ?? 'CPU';
    this.#reuse.checked = context.reuseResults ?? true;
    const snap = context.snapRaster?.itemId ? await getItem(context.snapRaster.itemId).catch(() => undefined) : undefined;
    this.#snap.choose(snap);
    const isLeft = (value: unknown, isTaken: boolean) => value !== undefined && value !== null && !isTaken;
    return !isLeft(context.snapRaster, snap !== undefined) && !isLeft(context.cellSize, typeof context.cellSize === 'number') && !isLeft(context.outSR, typeof context.outSR?.wkid === 'number');
  }
}

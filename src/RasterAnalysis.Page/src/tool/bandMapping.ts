// Which band of the layer each band of the model is, where the layer has them in another order than the model's author.
import type { Item, Model } from '../api/client';
import { field, fill, h } from '../parts/dom';
import { text } from '../strings';

type Bands = NonNullable<Item['raster']>['bands'];

/** The name of the argument that carries it. */
export const bandMappingArgument = 'band_mapping';

export class BandMapping {
  readonly element = h('fieldset', { class: 'bands', hidden: true });
  #selects: HTMLSelectElement[] = [];
  #usual: number[] = [];

  /** Shows a row for each band of the model. @param wanted is what was chosen before: numbers from 1 with commas between them. */
  show(model: Model | undefined, item: Item | undefined, wanted: unknown): void {
    const bands = item?.raster?.bands ?? [];
    const takes = model?.arguments.some(argument => argument.name === bandMappingArgument) === true || model?.runtime === 'python';
    this.element.hidden = !model || !takes || bands.length < 2;
    this.#selects = [];
    if (this.element.hidden || !model) return;
    this.#usual = usualOf(model, bands);
    const chosen = typeof wanted === 'string' ? wanted.split(',').map(Number) : [];
    const isWhole = chosen.length === model.bands && chosen.every(number => number >= 1 && number <= bands.length);
    this.#selects = Array.from({ length: model.bands }, (_, i) => {
      const select = h('select', {}, ...bands.map(band => h('option', { value: band.number }, bandName(band))));
      select.value = String(isWhole ? chosen[i] : this.#usual[i] ?? '');
      return select;
    });
    fill(this.element,
      h('legend', {}, text.bands.title), h('p', { class: 'hint' }, text.bands.hint),
      ...this.#selects.map((select, i) => field(text.bands.of(i + 1, nameInModel(model, i)), select)));
  }

  /** The mapping; undefined where it is the one that the model has by itself. */
  value(): string | undefined {
    const chosen = this.#selects.map(select => Number(select.value));
    return chosen.some((number, i) => number !== this.#usual[i]) ? chosen.join(',') : undefined;
  }
}

const bandName = ({ number, name, colorInterpretation }: Bands[number]) => {
  const word = name || (['Undefined', 'Gray', 'Unknown'].includes(colorInterpretation) ? '' : colorInterpretation);
  return word ? `${number}: ${word}` : `${number}`;
};

/** What the definition calls a band: a name, or an index from 0, which says nothing. */
const nameInModel = (model: Model, i: number) => (/^\d*$/.test(model.extractBands[i] ?? '') ? '' : model.extractBands[i]!);

/** What the service takes where nothing is said: as ExtractBands has it, else the first bands. */
function usualOf(model: Model, bands: Bands): number[] {
  const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return Array.from({ length: model.bands }, (_, i) => {
    const asked = model.extractBands[i];
    if (asked === undefined) return i + 1;
    if (/^\d+$/.test(asked)) return Number(asked) + 1;
    return (bands.find(band => plain(band.name) === plain(asked)) ?? bands.find(band => plain(band.colorInterpretation) === plain(asked)))?.number ?? 0;
  });
}

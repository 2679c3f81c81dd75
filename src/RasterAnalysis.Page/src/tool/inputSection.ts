// The input layer: an item, an upload, or what lies elsewhere.
import { addLayer, raster, ServiceError, type JobRequest } from '../api/client';
import { field, fill, h, region } from '../parts/dom';
import { ItemChooser } from '../parts/itemChooser';
import { describeRaster } from '../parts/rasterWords';
import { text } from '../strings';
import { storeBrowser } from './storeBrowser';

export class InputSection {
  readonly chooser = new ItemChooser({
    type: raster, thing: text.input.thing, search: text.input.search, describe: describeRaster, hasThumbnails: true,
    upload: { label: text.input.upload, accept: '.tif,.tiff,.img,.jp2,.png,.jpg,.jpeg,.nc,.hdf,.h5,.zip,.dat,.ntf,.asc,.vrt' },
  });

  readonly element: HTMLElement;
  readonly #mode = h('select', {}, h('option', { value: 'mosaic' }, text.input.asMosaic), h('option', { value: 'each' }, text.input.separately));
  readonly #modeField = h('div', { hidden: true }, field(text.input.mode, this.#mode));

  constructor() {
    const stores = storeBrowser(item => this.chooser.choose(item));
    const elsewhere = this.#elsewhere();
    this.element = region(text.input.title, h('p', { class: 'lead' }, text.input.hint), this.chooser.element, this.#modeField, stores, elsewhere);
    this.chooser.chosen.watch(item => {
      this.#modeField.hidden = !item?.rasters?.length;
      stores.hidden = elsewhere.hidden = item !== undefined;
    });
  }

  setMode(isSeparate: boolean): void {
    this.#mode.value = isSeparate ? 'each' : 'mosaic';
  }

  toRequest(): Pick<JobRequest, 'inputRaster' | 'processAllRasterItems'> | undefined {
    const item = this.chooser.chosen.get();
    if (!item) return undefined;
    return { inputRaster: { itemId: item.id }, ...(item.rasters?.length && this.#mode.value === 'each' ? { processAllRasterItems: true } : {}) };
  }

  #elsewhere(): HTMLElement {
    const addresses = h('textarea', { rows: 3, spellcheck: 'false' });
    const name = h('input', { type: 'text', autocomplete: 'off' });
    const said = h('div', { role: 'alert', class: 'fault' });
    const add = async () => {
      const lines = addresses.value.split('\n').map(line => line.trim()).filter(line => line !== '');
      fill(said);
      button.disabled = true;
      try {
        const isUrl = lines.length === 1 && /^https?:/i.test(lines[0]!);
        this.chooser.choose(await addLayer({ ...(isUrl ? { url: lines[0]! } : { uris: lines }), ...(name.value.trim() ? { name: name.value.trim() } : {}) }));
        addresses.value = '';
        name.value = '';
      } catch (error) {
        fill(said, ...(error as ServiceError).lines.map(line => h('p', {}, line)));
      } finally {
        button.disabled = false;
      }
    };
    const button = h('button', { type: 'button', class: 'secondary', onclick: () => void add() }, text.input.add);
    return h('details', { class: 'elsewhere' }, h('summary', {}, text.input.byAddress),
      h('div', { class: 'folded' }, field(text.input.addresses, addresses, text.input.addressesHint), field(`${text.input.name} (${text.optional})`, name), button, said));
  }
}

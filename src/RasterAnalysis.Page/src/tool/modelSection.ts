// The model, and its card.
import { getModel, modelPackage, type JobRequest, type Model } from '../api/client';
import { fill, h, region, swatch } from '../parts/dom';
import { ItemChooser } from '../parts/itemChooser';
import { Value } from '../parts/value';
import { bytes, text } from '../strings';

export class ModelSection {
  readonly chooser = new ItemChooser({
    type: modelPackage, thing: text.model.thing, search: text.model.search, describe: item => `${item.name}, ${bytes(item.size)}`, hasThumbnails: false,
    upload: { label: text.model.upload, accept: '.dlpk,.zip,.onnx,.ecd,.pt' },
  });

  /** What the chosen package is, once the service has said so. */
  readonly model = new Value<Model | undefined>(undefined);
  readonly element: HTMLElement;
  readonly #card = h('div', { class: 'card-place' });

  constructor() {
    this.element = region(text.model.title, h('p', { class: 'lead' }, text.model.hint), this.chooser.element, this.#card);
    this.chooser.chosen.watch(item => {
      this.model.set(undefined);
      fill(this.#card);
      if (item) void this.#load(item.id);
    });
  }

  toRequest(): Pick<JobRequest, 'model'> | undefined {
    const item = this.chooser.chosen.get();
    return item && { model: { itemId: item.id } };
  }

  async #load(id: string): Promise<void> {
    try {
      const model = await getModel(id);
      if (this.chooser.chosen.get()?.id !== id) return;
      fill(this.#card, card(model));
      this.model.set(model);
    } catch (error) {
      fill(this.#card, h('p', { class: 'fault', role: 'alert' }, (error as Error).message));
    }
  }
}

function card(model: Model): HTMLElement {
  const { tile, speed } = model;
  const facts: [string, string][] = [
    [text.model.bands, text.model.bandsOf(model.bands, model.extractBands)],
    [text.model.tile, tile.fixedWidth && tile.fixedHeight ? `${tile.fixedWidth} × ${tile.fixedHeight}` : text.model.anyTile],
    [text.model.runtime, text.model.runtimes[model.runtime] ?? model.runtime],
    ...(model.detector ? [[text.model.outputs, model.detector] as [string, string]] : [[text.model.seams, model.seams.exact ? text.model.exact : model.seams.report] as [string, string]]),
    ...(speed ? [[text.model.speed, text.model.speedOf(speed.tileWidth * speed.tileHeight * speed.tiles, speed.milliseconds)] as [string, string]] : []),
    [text.model.framework, model.framework],
  ];
  return h('div', { class: 'card' },
    h('h3', {}, model.modelName),
    model.description ? h('p', { class: 'hint' }, model.description) : null,
    h('ul', { class: 'classes', 'aria-label': text.model.classes(model.classes.length) }, ...model.classes.map(({ name, color }) => h('li', {}, swatch(color), name))),
    model.warnings.length > 0 ? h('ul', { class: 'warnings', 'aria-label': text.model.warnings }, ...model.warnings.map(warning => h('li', {}, warning))) : null,
    h('details', {}, h('summary', {}, text.model.facts), h('dl', {}, ...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]))));
}

// A result on the map with its legend and what can be done with it.
import { getAccuracy, getAreas, ServiceError, type Accuracy, type Item, type Schemas } from '../api/client';
import { featureServiceOf, placeOf } from '../api/featureService';
import { rasterOf, type MapRaster } from '../map/mapRaster';
import type { MapView } from '../map/mapView';
import { fill, h } from '../parts/dom';
import { text } from '../strings';
import { confidenceChooser } from './confidenceChooser';
import { Legend } from './legend';
import { resultActions } from './resultActions';

const pause = 5000;

// cells that a map of objects alone is divided into
const objectsFrame = 2000;

export class ResultView {
  readonly actions = h('div', {});
  readonly legend: HTMLElement;

  /** What is painted of a result that is still coming in; undefined for a finished one. */
  painted: number | undefined;
  readonly #view: MapView;
  readonly #legend: Legend;
  #isOver = false;

  constructor(view: MapView) {
    this.#view = view;
    this.#legend = new Legend(hidden => {
      view.objects?.hide(hidden);
      if (!view.result) return;
      view.result.hidden = hidden;
      view.result.refresh(this.painted);
    });
    this.legend = this.#legend.element;
  }

  /** Shows the classes of what is still to come. */
  expect(classes: readonly Schemas['Class'][]): void {
    this.#legend.show(classes);
  }

  /**
   * @param source what it was made of; undefined where that is gone or not known.
   * @param confidence item of how sure the network was; undefined where nobody asked.
   */
  async show(item: Item, source: MapRaster | undefined, confidence?: string): Promise<void> {
    const service = featureServiceOf(item);
    if (service) await this.#showObjects(item, service, source);
    else this.#showRaster(item, rasterOf(item)!, source);
    const chooser = confidence === undefined || this.#isOver ? null : await confidenceChooser(this.#view, confidence);
    if (chooser && !this.#isOver) this.actions.prepend(chooser);
  }

  async #showObjects(item: Item, service: string, source: MapRaster | undefined): Promise<void> {
    const place = await placeOf(service);
    if (this.#isOver) return;
    const classes = item.classes ?? [];
    if (place) {
      const { extent: [xmin, , xmax], wkid } = place;
      const frame = { service, ...place, wkid, system: undefined, cell: (xmax - xmin) / objectsFrame || 1 };
      this.#view.show(source, undefined, { service, frame, classes });
    }
    this.#legend.show(classes, undefined, text.legend.objects);
    fill(this.actions, resultActions(item, {
      zoom: () => { if (place && (!source || source.wkid === place.wkid)) this.#view.zoomTo(place.extent); else if (source) this.#view.zoomTo(source.extent); },
      opacity: share => this.#view.objects?.layer.setOpacity(share),
    }, () => this.remove(source)));
  }

  #showRaster(item: Item, raster: MapRaster, source: MapRaster | undefined): void {
    this.painted = undefined;
    if (this.#view.result?.raster.service === raster.service) this.#view.result.refresh();
    else this.#view.show(source, raster);
    this.#legend.show(item.classes ?? []);
    if (item.areas) void this.#showAreas(item);
    if (item.accuracy) void getAccuracy(item.id).then(found => this.#assess(found), () => undefined);
    fill(this.actions, resultActions(item, {
      zoom: () => this.#view.zoomTo(raster.extent), opacity: share => this.#view.result?.layer.setOpacity(share), sweep: share => this.#view.result?.sweep(share),
    }, () => this.remove(source), found => this.#assess(found)));
  }

  #assess(found: Accuracy): void {
    if (!this.#isOver) this.#legend.assess(found);
  }

  /** The result is there no more. */
  remove(source: MapRaster | undefined): void {
    this.#isOver = true;
    this.#view.show(source, undefined);
    this.#legend.show([]);
    fill(this.actions, h('p', { class: 'hint', role: 'status' }, text.job.gone));
  }

  /** Nothing of it is used any more. */
  close(): void {
    this.#isOver = true;
  }

  /** Puts areas into the legend. What cannot be measured leaves it as it is; what is large and still being measured is asked for again. */
  async #showAreas(item: Item): Promise<void> {
    for (let busy = true; busy && !this.#isOver;) {
      try {
        const areas = await getAreas(item.id);
        if (!this.#isOver) this.#legend.show(item.classes ?? [], areas);
        return;
      } catch (error) {
        busy = error instanceof ServiceError && error.status === 503;
        if (busy) await new Promise(done => setTimeout(done, pause));
      }
    }
  }
}

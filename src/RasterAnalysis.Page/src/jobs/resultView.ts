// A result on the map with its legend and what can be done with it.
import { getAreas, ServiceError, type Item, type Schemas } from '../api/client';
import { rasterOf, type MapRaster } from '../map/mapRaster';
import type { MapView } from '../map/mapView';
import { fill, h } from '../parts/dom';
import { text } from '../strings';
import { Legend } from './legend';
import { resultActions } from './resultActions';

const pause = 5000;

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

  /** @param source what it was made of; undefined where that is gone or not known. */
  show(item: Item, source: MapRaster | undefined): void {
    const raster = rasterOf(item)!;
    this.painted = undefined;
    if (this.#view.result?.raster.service === raster.service) this.#view.result.refresh();
    else this.#view.show(source, raster);
    this.#legend.show(item.classes ?? []);
    if (item.areas) void this.#showAreas(item);
    fill(this.actions, resultActions(item, {
      zoom: () => this.#view.zoomTo(raster.extent), opacity: share => this.#view.result?.layer.setOpacity(share), sweep: share => this.#view.result?.sweep(share),
    }, () => this.remove(source)));
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

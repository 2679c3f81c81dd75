// A class raster, or objects, that an address names, without the job that made it.
import type { Item } from '../api/client';
import type { MapView } from '../map/mapView';
import { h } from '../parts/dom';
import { describeRaster } from '../parts/rasterWords';
import { text, when } from '../strings';
import { ResultView } from './resultView';

export class ResultPane {
  readonly element: HTMLElement;
  readonly #result: ResultView;

  constructor(item: Item, view: MapView) {
    this.#result = new ResultView(view);
    this.element = h('div', { class: 'view' }, h('div', { class: 'scroll' },
      h('a', { class: 'back', href: '#/' }, `‹ ${text.job.back}`),
      h('div', { class: 'job-head' }, h('h2', {}, item.title), h('p', { class: 'state' }, h('span', {}, `${describeRaster(item)}, ${when(item.created)}`))),
      this.#result.actions, this.#result.legend));
    void this.#result.show(item, undefined);
  }

  close(): void {
    this.#result.close();
  }
}

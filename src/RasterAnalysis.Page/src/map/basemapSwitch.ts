// Shows the basemap or hides it, and says whose it is, or why there is none.
import { fill, h } from '../parts/dom';
import { text } from '../strings';
import type { Basemap, BasemapSettings } from './basemap';

export class BasemapSwitch {
  readonly element = h('div', { class: 'map-basemap', hidden: true });
  #isWanted = true;

  /** @param system the map's, in words. */
  show({ attribution }: BasemapSettings, basemap: Basemap | undefined, system: string): void {
    this.element.hidden = false;
    if (!basemap) {
      fill(this.element, h('span', {}, text.noBasemap(system)));
      return;
    }
    const box = h('input', { type: 'checkbox', checked: this.#isWanted, onchange: () => { this.#isWanted = box.checked; basemap.layer.setVisible(box.checked); } });
    basemap.layer.setVisible(this.#isWanted);
    fill(this.element, h('label', {}, box, text.basemap), attribution ? h('span', {}, attribution) : null);
    basemap.ready.catch(() => fill(this.element, h('span', {}, text.basemapFailed)));
  }
}

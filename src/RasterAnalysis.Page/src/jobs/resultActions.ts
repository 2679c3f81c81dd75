// What can be done with a finished result.
import { areaTableOf, deleteItem, fileOf, geoJsonOf, type Accuracy, type Item } from '../api/client';
import { featureServiceOf } from '../api/featureService';
import { ownAddress } from '../api/imageService';
import { h } from '../parts/dom';
import { text } from '../strings';
import { checkButtons } from './accuracy';
import { sharing } from './sharing';

/** Addresses for other programs, each with what to do there. */
function openIn(item: Item): HTMLElement {
  const features = featureServiceOf(item);
  const service = features ?? ownAddress(item.imageServer!);
  const addresses: Record<string, string> = {
    qgis: features ?? `${service}/WMTS/1.0.0/WMTSCapabilities.xml`, arcgis: service, openLayers: `${service}/tile/{z}/{y}/{x}`,
  };
  return h('details', {}, h('summary', {}, text.job.openIn), h('dl', { class: 'addresses' },
    ...Object.entries(features ? text.job.openObjectsIn : text.job.openInGis).flatMap(([key, [program, how]]) => [h('dt', {}, program), h('dd', {}, how, h('code', { tabindex: 0 }, addresses[key]!))])));
}

/** Asks before the result is deleted. */
function confirmDelete(item: Item, removed: () => void): void {
  const said = h('p', { class: 'fault', role: 'alert' });
  const remove = async () => {
    try {
      await deleteItem(item.id);
      dialog.close();
      removed();
    } catch (error) {
      said.textContent = (error as Error).message;
    }
  };
  const dialog = h('dialog', { 'aria-labelledby': 'confirm-title', onclose: () => dialog.remove() },
    h('h2', { id: 'confirm-title' }, text.job.confirmTitle), h('p', {}, text.job.confirm(item.title)), said,
    h('div', { class: 'row end' },
      h('button', { type: 'button', class: 'secondary', autofocus: true, onclick: () => dialog.close() }, text.job.keep),
      h('button', { type: 'button', class: 'danger', onclick: () => void remove() }, text.job.remove)));
  document.body.append(dialog);
  dialog.showModal();
}

/** A slider from 0 to 100 percent, all to the right. */
function slide(name: string, moved: (share: number) => void): HTMLElement {
  const slider = h('input', { type: 'range', min: 0, max: 100, value: 100, 'aria-label': name, oninput: () => { moved(Number(slider.value) / 100); shown.textContent = `${slider.value} %`; } });
  const shown = h('output', {}, '100 %');
  return h('div', { class: 'row slide' }, h('span', { 'aria-hidden': 'true' }, name), slider, shown);
}

/** What the map does with the result. */
export interface ResultOnMap {
  zoom(): void;
  opacity(share: number): void;
  /** Undefined where the map cannot. */
  sweep?: (share: number) => void;
}

/** The buttons and what is beside them. */
export function resultActions(item: Item, { zoom, opacity, sweep }: ResultOnMap, removed: () => void, assessed?: (found: Accuracy) => void): HTMLElement {
  const check = item.areas && assessed ? checkButtons(item, assessed) : undefined;
  return h('div', { class: 'actions' },
    slide(text.job.opacity, opacity), sweep ? slide(text.job.swipe, sweep) : null,
    h('div', { class: 'buttons' },
      h('a', { class: 'button secondary', role: 'button', href: fileOf(item), download: item.name }, text.job.download),
      item.features ? h('a', { class: 'button secondary', role: 'button', href: geoJsonOf(item) }, text.job.geoJson) : null,
      item.classes?.length && item.raster && !item.rasters?.length ? h('a', { class: 'button secondary', role: 'button', href: `${fileOf(item)}.aux.xml`, download: `${item.name}.aux.xml`, title: text.job.namesHint }, text.job.names) : null,
      item.areas ? h('a', { class: 'button secondary', role: 'button', href: areaTableOf(item), download: `${item.title}.csv` }, text.job.table) : null,
      ...(check?.buttons ?? []),
      h('button', { type: 'button', class: 'secondary', onclick: zoom }, text.job.zoom),
      h('button', { type: 'button', class: 'secondary danger-text', onclick: () => confirmDelete(item, removed) }, text.job.remove)),
    check?.said, sharing(item), openIn(item));
}

// What is at a place of the map: the class, and the values of the input.
import { identify } from '../api/imageService';
import { fill, h } from '../parts/dom';
import { text } from '../strings';
import type { MapView } from './mapView';

export function pixelCard(view: MapView): HTMLElement {
  const facts = h('dl', {});
  const card = h('section', { class: 'pixel', 'aria-label': text.identify.title, hidden: true },
    h('div', { class: 'row' }, h('h2', {}, text.identify.title), h('button', { type: 'button', class: 'plain', 'aria-label': text.close, onclick: () => view.ask(undefined) }, '×')),
    h('div', { role: 'status' }, facts));
  let asked = 0;
  view.asked.watch(place => {
    const mine = ++asked;
    card.hidden = place === undefined;
    fill(facts);
    if (!place) return;
    void (async () => {
      const [x, y] = place;
      const wkid = view.frame.get()?.wkid;
      const [result, source] = await Promise.all([view.result, view.source].map(layer => layer && identify(layer.raster.service, x, y, wkid)));
      if (mine !== asked) return;
      const rows: [string, string][] = [
        ...(view.result ? [[text.identify.classIs, result ? (result.className ?? result.value) : text.identify.none]] as [string, string][] : []),
        ...(view.result && result?.className ? [[text.identify.value, result.value]] as [string, string][] : []),
        ...Object.entries(view.objects?.at(place) ?? (view.objects ? { [text.identify.object]: text.identify.noObject } : {})).map(([field, value]) => [field, `${value}`] as [string, string]),
        ...(view.source ? [[text.identify.source, source?.value ?? text.identify.outside]] as [string, string][] : []),
        [text.identify.at, `${x.toPrecision(9)}, ${y.toPrecision(9)}`],
      ];
      fill(facts, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
    })();
  });
  return card;
}

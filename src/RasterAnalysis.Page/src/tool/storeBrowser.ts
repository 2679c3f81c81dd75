// Raster stores as folders to look into: one raster becomes a layer, several become a mosaic.
import { addLayer, type Item, listStore, listStores, type ServiceError, type StoreEntry } from '../api/client';
import { fill, h } from '../parts/dom';
import { bytes, text, when } from '../strings';

const atOnce = 50;

/** @param choose is given the layer that was made. */
export function storeBrowser(choose: (item: Item) => void): HTMLElement {
  const way = h('nav', { 'aria-label': text.stores.all, class: 'way' });
  const list = h('ul', { class: 'items' });
  const more = h('div', {});
  const said = h('p', { role: 'alert', class: 'fault' });
  const order = h('p', { class: 'hint', role: 'status' });
  const use = h('button', { type: 'button', class: 'secondary', disabled: true, onclick: () => void take() }, text.stores.use(1));
  const chosen = new Map<string, string>();
  let asked = 0;

  const tell = (error: unknown) => { said.textContent = (error as ServiceError).lines.join(' '); };

  const count = () => {
    use.disabled = chosen.size === 0;
    use.textContent = text.stores.use(chosen.size);
    order.textContent = chosen.size > 1 ? text.stores.order([...chosen.values()]) : '';
  };

  /** Asks for something to list; what was asked before and comes later is left aside. */
  const ask = async <T>(question: Promise<T>, show: (answer: T) => void) => {
    const number = ++asked;
    said.textContent = '';
    try {
      const answer = await question;
      if (number !== asked) return;
      show(answer);

      // the button that was pressed may be gone
      if (document.activeElement === document.body) list.querySelector<HTMLElement>('button, input')?.focus();
    } catch (error) {
      if (number === asked) tell(error);
    }
  };

  const openAll = () => ask(listStores(), stores => {
    fill(way);
    fill(more, stores.length === 0 ? h('p', { class: 'hint' }, text.stores.none) : null);
    list.setAttribute('aria-label', text.stores.all);
    fill(list, ...stores.map(({ name }) => folderRow(name, () => open(name, ''))));
    if (stores.length === 1) open(stores[0]!.name, '');
  });

  const open = (store: string, path: string) => {
    const steps = path.split('/').filter(step => step !== '');
    const places = [['', text.stores.all] as const, ...[store, ...steps].map((name, i) => [steps.slice(0, i).join('/'), name] as const)];
    fill(way, ...places.map(([place, name], i) => i === places.length - 1 ? h('span', { 'aria-current': 'location' }, name)
      : h('button', { type: 'button', class: 'plain', onclick: () => (i === 0 ? void openAll() : open(store, place)) }, name)));
    list.setAttribute('aria-label', text.stores.entries(places.at(-1)![1]));
    load(store, path, []);
  };

  const load = (store: string, path: string, before: readonly StoreEntry[]) => void ask(listStore(store, path, before.length, atOnce), ({ entries, total }) => {
    const shown = [...before, ...entries];
    const usable = shown.filter(({ kind }) => kind !== 'package');
    fill(list, ...usable.map(entry => entry.kind === 'folder' ? folderRow(entry.name, () => open(store, entry.path)) : rasterRow(entry)));
    fill(more,
      usable.length === 0 && shown.length === total ? h('p', { class: 'hint' }, text.stores.empty) : null,
      total > shown.length ? h('button', { type: 'button', class: 'plain', onclick: () => load(store, path, shown) }, text.more(total - shown.length)) : null);
  });

  const folderRow = (name: string, enter: () => void) =>
    h('li', {}, h('button', { type: 'button', class: 'item folder', 'aria-label': text.stores.folder(name), onclick: enter }, h('span', { class: 'words' }, h('strong', {}, name))));

  const rasterRow = ({ name, uri, size, modified }: StoreEntry) => {
    const box = h('input', { type: 'checkbox', 'aria-label': name, checked: chosen.has(uri), onchange: () => { if (box.checked) chosen.set(uri, name); else chosen.delete(uri); count(); } });
    const about = text.stores.about(size === undefined || size === null ? undefined : bytes(size), modified ? when(modified) : undefined);
    return h('li', {}, h('label', { class: 'item' }, box, h('span', { class: 'words' }, h('strong', {}, name), h('small', {}, about))));
  };

  const take = async () => {
    use.disabled = true;
    said.textContent = '';
    try {
      choose(await addLayer({ uris: [...chosen.keys()] }));
      chosen.clear();
      list.querySelectorAll('input').forEach(box => { box.checked = false; });
    } catch (error) {
      tell(error);
    } finally {
      count();
    }
  };

  const element = h('details', { class: 'stores', ontoggle: () => { if (element.open && list.childElementCount === 0) void openAll(); } },
    h('summary', {}, text.stores.title),
    h('div', { class: 'folded' }, way, list, more, order, use, said));
  return element;
}

// The page: the pane beside the map, and what the address says is open in it.
import { getItem, loadSession, root, type Session } from './api/client';
import { HistoryPane } from './jobs/historyPane';
import { JobPane } from './jobs/jobPane';
import { ResultPane } from './jobs/resultPane';
import { loadBasemap } from './map/basemap';
import { MapView } from './map/mapView';
import { pixelCard } from './map/pixelCard';
import { fill, h } from './parts/dom';
import { text } from './strings';
import { ToolPane } from './tool/toolPane';

const view = new MapView();
document.getElementById('map-side')!.append(view.element, pixelCard(view));

const tool = new ToolPane(view, job => { location.hash = `#/jobs/${job.id}`; });
const links = { tool: h('a', { href: '#/' }, text.tool), history: h('a', { href: '#/history' }, text.history) };
const place = h('div', { class: 'place' });
const heading = h('h1', {}, h('img', { src: new URL('page/icon.svg', root).href, alt: '', width: 28, height: 28 }), text.title);
document.getElementById('pane')!.append(
  h('header', {},
    heading,
    h('nav', { 'aria-label': text.pages, class: 'tabs' }, links.tool, links.history)),
  place,
  h('footer', {}, ...[['swagger', 'swagger/'], ['arcgis', 'arcgis/rest/services?f=html'], ['queue', 'hangfire']].map(([name, address]) =>
    h('a', { href: new URL(address!, root).href }, text.links[name as keyof typeof text.links]))));

let open: JobPane | ResultPane | undefined;

function route(): void {
  open?.close();
  open = undefined;
  const [page, id] = location.hash.replace(/^#\/?/, '').split('/');
  links.tool.toggleAttribute('aria-current', page === '' || page === 'items');
  links.history.toggleAttribute('aria-current', page === 'history' || page === 'jobs');
  if (page === 'jobs' && id) {
    open = new JobPane(id, view, request => {
      void tool.take(request);
      location.hash = '#/';
    });
    fill(place, open.element);
  } else if (page === 'history') {
    fill(place, new HistoryPane().element);
  } else {
    fill(place, tool.element);
    tool.show();
    if (page === 'items' && id) void openItem(decodeURIComponent(id));
  }
}

/** A class raster is looked at; another layer, and a model, are chosen for the tool. */
async function openItem(id: string): Promise<void> {
  const { hash } = location;
  const item = await getItem(id).catch((error: Error) => error);
  if (location.hash !== hash) return;
  if (item instanceof Error) {
    tool.refuse([item.message], text.run.noItem);
  } else if ((item.classes?.length && item.raster) || item.featureServer) {
    open = new ResultPane(item, view);
    fill(place, open.element);
  } else {
    tool.open(item);
    history.replaceState(undefined, '', '#/');
  }
}

/** Who is signed in, and what an operator who asks nobody to sign in should know. */
function greet({ user, signIn, scopes, warning }: Session): void {
  if (signIn && user) heading.append(h('a', { href: new URL('account', root).href, class: 'account' }, user));
  if (signIn && !scopes.includes('administer')) document.querySelector('#pane > footer a[href$="/hangfire"]')?.remove();
  if (warning) place.before(h('p', { class: 'notice', role: 'note' }, warning));
}

// what is under the map decides how the map is set up
void Promise.all([loadBasemap(), loadSession()]).then(([basemap, session]) => {
  greet(session);
  view.basemap = basemap;
  addEventListener('hashchange', route);
  route();
});

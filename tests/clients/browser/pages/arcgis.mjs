// ArcGIS Maps SDK for JavaScript on a page. The tests call what hangs on `window.page`.
import '@arcgis/core/layers/ImageryLayer.js';
import config from '@arcgis/core/config.js';
import Extent from '@arcgis/core/geometry/Extent.js';
import Layer from '@arcgis/core/layers/Layer.js';
import Map from '@arcgis/core/Map.js';
import MapView from '@arcgis/core/views/MapView.js';
import Portal from '@arcgis/core/portal/Portal.js';
import PortalItem from '@arcgis/core/portal/PortalItem.js';
import * as reactiveUtils from '@arcgis/core/core/reactiveUtils.js';
import Legend from '@arcgis/core/widgets/Legend.js';
import WMTSLayer from '@arcgis/core/layers/WMTSLayer.js';

config.assetsPath = new URL('/assets', location.href).href;
let layer, view, item;

// what a page's author can show of a picture that was refused; the client itself goes on showing the former one
const refusals = [];
config.request.interceptors.push({
  urls: /exportImage/, error: error => refusals.push({ status: error.details?.httpStatus, text: [error.message, ...error.details?.messages ?? []].join(' ') }),
});

/** What is on a page for its user to read, within components too. */
function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE || ['STYLE', 'SCRIPT'].includes(node.nodeName)) return '';
  return [...node.shadowRoot ? [node.shadowRoot] : [], ...node.childNodes].map(textOf).join(' ');
}

window.page = {
  refusals,

  /** Takes the layer by the address of its service. */
  async fromServer(url) {
    layer = await Layer.fromArcGISServerUrl({ url });
    await layer.load();
    return page.describe();
  },

  /** Takes the layer by its item. */
  async fromItem(portal, id) {
    item = new PortalItem({ id, portal: new Portal({ url: portal }) });
    layer = await Layer.fromPortalItem({ portalItem: item });
    await layer.load();
    return page.describe();
  },

  /** Takes the tiles by their description. */
  async fromTiles(url) {
    layer = new WMTSLayer({ url: `${url}/WMTS`, serviceMode: 'RESTful' });
    await layer.load();
  },

  describe: () => ({
    type: layer.type, title: layer.title, wkid: layer.spatialReference?.wkid, dataType: layer.serviceDataType, renderer: layer.renderer?.type,
    classes: layer.rasterInfo?.attributeTable?.features.map(feature => feature.attributes.ClassName), fields: layer.rasterFields?.map(field => field.name),
  }),

  /** Shows a rectangle, and waits until all of it is drawn. */
  async show([xmin, ymin, xmax, ymax], wkid) {
    const spatialReference = { wkid: wkid ?? layer.spatialReference.wkid };
    view = new MapView({
      container: 'map', map: new Map({ layers: [layer] }), spatialReference, extent: new Extent({ xmin, ymin, xmax, ymax, spatialReference }),
      constraints: { snapToZoom: false }, ui: { components: [] },
    });
    if (layer.createPopupTemplate) layer.popupTemplate = layer.createPopupTemplate();
    await view.when();
    await view.whenLayerView(layer);
    await page.drawn();
  },

  drawn: () => reactiveUtils.whenOnce(() => view.ready && !view.updating),

  toScreen: ([x, y]) => {
    const point = view.toScreen({ type: 'point', x, y, spatialReference: view.spatialReference });
    return [point.x, point.y];
  },

  async legend() {
    const container = document.getElementById('legend');
    new Legend({ view, container });
  },

  textOf: selector => [...document.querySelectorAll(selector)].map(textOf).join(' ').replace(/\s+/g, ' '),

  popup: () => view.popup?.selectedFeature ? { attributes: view.popup.selectedFeature.attributes, title: view.popup.title, visible: view.popup.visible } : null,
  identify: async ([x, y]) => {
    const result = await layer.identify({ geometry: { type: 'point', x, y, spatialReference: view.spatialReference } });
    return { value: result.value, properties: result.properties };
  },

  /** What portals keep around an item. */
  async surroundings() {
    const picture = new Image();
    picture.crossOrigin = 'anonymous';
    picture.src = item.thumbnailUrl;
    await picture.decode();
    const groups = await item.portal.request(`${item.itemUrl}/groups`);
    const { results: related } = await item.portal.queryGroups({ query: 'title:x' });
    const items = await item.fetchRelatedItems({ relationshipType: 'Service2Data', direction: 'forward' });
    return { thumbnail: [picture.naturalWidth, picture.naturalHeight], groups: groups.admin.length + groups.member.length + groups.other.length + related.length, related: items.length, rating: await item.fetchRating() };
  },

  async boundary(wkid) {
    const { area, geometry } = await layer.queryBoundary({ outSpatialReference: { wkid } });
    const { xmin, ymin, xmax, ymax } = geometry.extent;
    return { area, extent: [xmin, ymin, xmax, ymax] };
  },

  /** Sets the layer's rule. */
  rule: rule => { layer.rasterFunction = rule; },
};

// ArcGIS Maps SDK for JavaScript on a page, with a feature service. The tests call what hangs on `window.page`.
import config from '@arcgis/core/config.js';
import Extent from '@arcgis/core/geometry/Extent.js';
import Layer from '@arcgis/core/layers/Layer.js';
import '@arcgis/core/layers/FeatureLayer.js';
import Map from '@arcgis/core/Map.js';
import MapView from '@arcgis/core/views/MapView.js';
import * as reactiveUtils from '@arcgis/core/core/reactiveUtils.js';

config.assetsPath = new URL('/assets', location.href).href;
let layer, view;

window.page = {
  /** Takes the layer by the address of its service. */
  async fromServer(url) {
    layer = await Layer.fromArcGISServerUrl({ url });
    await layer.load();
    return {
      type: layer.type, geometry: layer.geometryType, wkid: layer.spatialReference.wkid, idField: layer.objectIdField, renderer: layer.renderer.type,
      classes: layer.renderer.uniqueValueInfos.map(info => info.label), fields: layer.fields.map(field => field.name),
    };
  },

  /** Shows a rectangle, and waits until all of it is drawn. */
  async show([xmin, ymin, xmax, ymax], wkid) {
    const spatialReference = { wkid };
    view = new MapView({
      container: 'map', map: new Map({ layers: [layer] }), spatialReference, extent: new Extent({ xmin, ymin, xmax, ymax, spatialReference }),
      constraints: { snapToZoom: false }, ui: { components: [] },
    });
    layer.popupTemplate = layer.createPopupTemplate();
    layer.outFields = ['*'];
    await view.when();
    await view.whenLayerView(layer);
    await reactiveUtils.whenOnce(() => view.ready && !view.updating);
  },

  toScreen: ([x, y], wkid) => {
    const point = view.toScreen({ type: 'point', x, y, spatialReference: { wkid } });
    return [point.x, point.y];
  },

  count: where => layer.queryFeatureCount({ where }),
  extent: async () => (await layer.queryExtent()).extent.toJSON(),
  features: async where => (await layer.queryFeatures({ where, outFields: ['*'], returnGeometry: true })).features.map(feature => ({ ...feature.attributes, rings: feature.geometry.rings })),
  popup: () => view.popup?.selectedFeature ? { attributes: view.popup.selectedFeature.attributes } : null,
};

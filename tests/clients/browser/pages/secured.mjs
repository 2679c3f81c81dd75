// ArcGIS Maps SDK for JavaScript on a page whose user has to sign in. With OAuth the page goes away under the call, and is asked again when it is back.
import config from '@arcgis/core/config.js';
import esriId from '@arcgis/core/identity/IdentityManager.js';
import OAuthInfo from '@arcgis/core/identity/OAuthInfo.js';
import ImageryLayer from '@arcgis/core/layers/ImageryLayer.js';
import Map from '@arcgis/core/Map.js';
import MapView from '@arcgis/core/views/MapView.js';
import request from '@arcgis/core/request.js';
import * as reactiveUtils from '@arcgis/core/core/reactiveUtils.js';

config.assetsPath = new URL('/assets', location.href).href;

window.page = {
  /** Shows a layer that is private, and reads the tool; signs in by OAuth where an app is given, else the client asks for name and password. */
  async show({ service, layer: path, task, app }) {
    if (app) esriId.registerOAuthInfos([new OAuthInfo({ appId: app, portalUrl: `${service}arcgis`, popup: false })]);
    const layer = new ImageryLayer({ url: service + path });
    await layer.load();
    const { data: tool } = await request(service + task, { query: { f: 'json' } });
    const view = new MapView({ container: 'map', map: new Map({ layers: [layer] }), extent: layer.fullExtent, spatialReference: layer.spatialReference, ui: { components: [] } });
    await view.when();
    await view.whenLayerView(layer);
    await reactiveUtils.whenOnce(() => view.ready && !view.updating);
    return { title: layer.title, tool: tool.name, user: esriId.findCredential(`${service}arcgis/sharing`)?.userId };
  },
};

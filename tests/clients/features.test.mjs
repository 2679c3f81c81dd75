// A feature service by the clients that read them: arcgis-rest-js, esri-leaflet, OpenLayers.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { getFeature, queryAllFeatures, queryFeatures } from '@esri/arcgis-rest-feature-service';
import { openPage, setSize } from './dom.mjs';
import { until } from './scene.mjs';

const url = `${process.env.FEATURES}/0`;
const count = Number(process.env.FEATURE_COUNT);
const request = { httpMethod: 'GET' };

test('queryFeatures finds by condition and place, in pages', async () => {
  const cars = await queryFeatures({ url, where: "Class = 'car'", outFields: ['*'], orderByFields: 'Confidence DESC', resultRecordCount: 10, ...request });
  assert.equal(cars.features.length, 10);
  assert.equal(cars.exceededTransferLimit, true);
  assert.deepEqual([cars.features[0].attributes.Class, cars.features[0].attributes.Confidence], ['car', 99]);
  assert.equal(cars.spatialReference.wkid, 32633);

  const posted = await queryFeatures({ url, geometry: { xmin: 500_001, ymin: 5_000_001, xmax: 500_012, ymax: 5_000_002, spatialReference: { wkid: 32633 } }, geometryType: 'esriGeometryEnvelope' });
  assert.deepEqual(posted.features.map(feature => feature.attributes.OBJECTID), [1, 2]);
  const { count: all } = await queryFeatures({ url, returnCountOnly: true });
  assert.equal(all, count);
  const statistics = await queryFeatures({
    url, outStatistics: [{ statisticType: 'count', onStatisticField: 'OBJECTID', outStatisticFieldName: 'n' }], groupByFieldsForStatistics: 'Class', returnGeometry: false,
  });
  assert.deepEqual(statistics.features.map(({ attributes }) => [attributes.Class, attributes.n]), [['car', count / 2], ['pool', count / 2]]);
});

test('queryAllFeatures reads every page', async () => {
  const all = await queryAllFeatures({ url, outFields: ['OBJECTID'], returnGeometry: false });
  assert.deepEqual(all.features.map(feature => feature.attributes.OBJECTID), Array.from({ length: count }, (_, i) => i + 1));
});

test('getFeature gives one', async () => {
  const feature = await getFeature({ url, id: 2 });
  assert.equal(feature.attributes.Class, 'pool');
  assert.equal(feature.geometry.rings[0].length, 5);
});

test('featureLayer of esri-leaflet draws the features of the view, in their places', async () => {
  openPage();
  const require = createRequire(import.meta.url);
  const L = require('leaflet');
  globalThis.L = window.L = L;
  L.esri = require('esri-leaflet');
  const container = document.body.appendChild(document.createElement('div'));
  setSize(container, 300, 240);
  const map = L.map(container, { center: [45.15345, 15.0001], zoom: 18, fadeAnimation: false, zoomAnimation: false, renderer: L.svg() });
  const layer = L.esri.featureLayer({ url, fields: ['*'], precision: 9 });
  layer.on('requesterror', error => assert.fail(JSON.stringify(error)));
  layer.addTo(map);

  const drawn = await until(() => { const found = []; layer.eachFeature(one => found.push(one)); return found.length > 4 && found; }, 'the features');
  const one = drawn.find(shown => shown.feature.properties.OBJECTID === 2);
  assert.equal(one.feature.properties.Class, 'pool');
  const bounds = one.getBounds();
  assert.ok(Math.abs(bounds.getWest() - 15.000127) < 1e-5, `${bounds.getWest()}`);
  assert.ok(map.getBounds().intersects(bounds));
  const metadata = await new Promise((resolve, reject) => layer.metadata((error, found) => (error ? reject(error) : resolve(found))));
  assert.equal(metadata.geometryType, 'esriGeometryPolygon');
  map.remove();
});

test('EsriJSON of OpenLayers reads an answer with its projection', async () => {
  const EsriJSON = (await import('ol/format/EsriJSON.js')).default;
  const GeoJSON = (await import('ol/format/GeoJSON.js')).default;
  const query = f => `${url}/query?f=${f}&objectIds=2&outFields=*&outSR=3857`;
  const [feature] = new EsriJSON().readFeatures(await (await fetch(query('json'))).json());
  assert.equal(feature.get('Class'), 'pool');
  assert.equal(feature.getId(), 2);
  const [plain] = new GeoJSON().readFeatures(await (await fetch(query('geojson'))).json());
  const [xmin] = feature.getGeometry().getExtent();
  assert.ok(Math.abs(xmin - 1_669_806.5) < 0.5, `${xmin}`);
  assert.deepEqual(plain.getGeometry().getExtent(), feature.getGeometry().getExtent());
});

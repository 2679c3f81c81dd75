// esri-leaflet and esri-leaflet-gp on a page: the result as a map layer, and a job.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { openPage, setSize } from './dom.mjs';
import { assertPicture, cell, classAt, fetchPicture, inputs, left, names, result, task, top, until } from './scene.mjs';

const require = createRequire(import.meta.url);
let L;

before(() => {
  openPage();
  L = require('leaflet');
  globalThis.L = window.L = L;
  L.esri = require('esri-leaflet');
  L.esri.GP = require('esri-leaflet-gp');
});

for (const f of ['image', 'json']) {
  test(`imageMapLayer with f=${f} shows the classes in their colours, where they lie`, async () => {
    const container = document.body.appendChild(document.createElement('div'));
    setSize(container, 300, 240);
    const middle = L.CRS.EPSG3857.unproject(L.point(1_001_500, 5_999_000));
    const map = L.map(container, { center: middle, zoom: 14, fadeAnimation: false, zoomAnimation: false });
    const layer = L.esri.imageMapLayer({ url: result.url, format: 'png32', f });
    const drawn = new Promise((resolve, reject) => { layer.on('load', resolve); layer.on('error requesterror', reject); });
    layer.addTo(map);

    const element = await until(() => container.querySelector('.leaflet-overlay-pane img, .leaflet-image-layer'), 'the picture');
    const picture = await fetchPicture(element.src);
    element.dispatchEvent(new window.Event('load')); // jsdom loads no pictures
    await drawn;

    assert.deepEqual([picture.width, picture.height], [300, 240]);
    const bounds = map.getPixelBounds();
    const corner = point => map.options.crs.project(map.unproject(point));
    const [southWest, northEast] = [corner(bounds.getBottomLeft()), corner(bounds.getTopRight())];
    assert.ok(assertPicture(picture, [southWest.x, southWest.y, northEast.x, northEast.y]) > 1000);
    map.remove();
  });
}

test('tileLayer of the XYZ address shows the classes in their colours, where they lie', async () => {
  const container = document.body.appendChild(document.createElement('div'));
  setSize(container, 300, 240);
  const map = L.map(container, { center: L.CRS.EPSG3857.unproject(L.point(1_001_500, 5_999_000)), zoom: 14, fadeAnimation: false, zoomAnimation: false });
  const tiles = [];
  L.tileLayer(`${result.url}/tile/{z}/{y}/{x}`).on('tileloadstart', ({ coords, tile }) => tiles.push([coords, tile])).addTo(map);

  let inside = 0;
  for (const [{ x, y, z }, tile] of await until(() => tiles.length >= 2 && tiles, 'the tiles')) {
    const side = 2 * 20037508.342787 / 2 ** z;
    const [xmin, ymax] = [x * side - 20037508.342787, 20037508.342787 - y * side];
    inside += assertPicture(await fetchPicture(tile.src), [xmin, ymax - side, xmin + side, ymax]);
  }
  assert.ok(inside > 10_000, `${inside} pixels of the raster`);
  map.remove();
});

test('identify gives the class under a point', async () => {
  const [row, column] = [101, 203];
  const place = L.CRS.EPSG3857.unproject(L.point(left + (column + 0.5) * cell, top - (row + 0.5) * cell));
  const [found, answer] = await new Promise((resolve, reject) => L.esri.identifyImage({ url: result.url }).at(place)
    .run((error, collection, raw) => error ? reject(error) : resolve([collection, raw])));
  assert.equal(Number(answer.value), classAt(row, column));
  assert.equal(found.pixel.properties.value, answer.value);
  assert.equal(answer.properties.ClassName, names[classAt(row, column)]);
});

test('A geoprocessing task finds out how the tool runs, runs it, and hands over the result', async () => {
  const service = L.esri.GP.service({ url: task, asyncInterval: 0.2 });
  const gp = service.createTask();
  await new Promise((resolve, reject) => { gp.on('initialized', resolve); service.on('requesterror', reject); });
  assert.equal(gp.options.path, 'submitJob');
  for (const [name, value] of Object.entries(inputs('FromLeaflet'))) {
    gp.setParam(name, JSON.stringify(value));
  }
  gp.setOutputParam('outRaster');
  const answer = await new Promise((resolve, reject) => gp.run((error, found) => error ? reject(error) : resolve(found)));
  assert.match(answer.outRaster.url, /\/Hosted\/FromLeaflet\/ImageServer$/);
  assert.match(answer.outRaster.itemId, /^[0-9a-f]{32}$/);
});

// OpenLayers: the image service as one picture and as tiles, and the result's file as a GeoTIFF source.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closePage, openPage, Picture } from './dom.mjs';
import { assertClasses, assertPicture, cell, extent, height, result, width } from './scene.mjs';

let ol;

before(async () => {
  openPage();
  globalThis.Image = globalThis.HTMLImageElement = Picture;
  ol = {
    ImageArcGISRest: (await import('ol/source/ImageArcGISRest.js')).default,
    TileArcGISRest: (await import('ol/source/TileArcGISRest.js')).default,
    GeoTIFF: (await import('ol/source/GeoTIFF.js')).default,
    proj: await import('ol/proj.js'),
  };
});

after(closePage);

/** Waits until an image or a tile is loaded. */
const loaded = one => new Promise((resolve, reject) => {
  one.addEventListener('change', () => {
    if (one.getState() === 2) resolve(one);
    if (one.getState() === 3) reject(new Error('It could not be loaded.'));
  });
  one.load();
});

test('ImageArcGISRest shows the classes in their colours, where they lie', async () => {
  const source = new ol.ImageArcGISRest({ url: result.url, ratio: 1, projection: 'EPSG:3857' });
  const view = [extent[0] - 20 * cell, extent[1] + 100 * cell, extent[0] + 280 * cell, extent[1] + 300 * cell];
  const image = await loaded(source.getImage(view, cell / 2, 1, ol.proj.get('EPSG:3857')));

  assert.deepEqual(image.getExtent(), view);
  const picture = image.getImage();
  assert.deepEqual([picture.width, picture.height], [600, 400]);
  assert.equal(assertPicture(picture, view), 560 * 400);
});

test('TileArcGISRest gives tiles that fit together', async () => {
  const source = new ol.TileArcGISRest({ url: result.url, projection: 'EPSG:3857' });
  const grid = source.getTileGridForProjection(ol.proj.get('EPSG:3857'));
  const z = grid.getZForResolution(cell / 2);
  let [tiles, inside] = [[], 0];
  grid.forEachTileCoord([extent[0] - 500, extent[3] - 1500, extent[0] + 1500, extent[3] + 500], z, coordinate => tiles.push([...coordinate]));
  assert.ok(tiles.length >= 2);
  for (const [, x, y] of tiles) {
    const tile = await loaded(source.getTile(z, x, y, 1, ol.proj.get('EPSG:3857')));
    inside += assertPicture(tile.getImage(), grid.getTileCoordExtent([z, x, y]));
  }
  assert.ok(inside > 10_000, `${inside} pixels of the raster`);
});

test('The GeoTIFF source opens the result from its address', async () => {
  const source = new ol.GeoTIFF({ sources: [{ url: result.data, nodata: 255 }], normalize: false, interpolate: false, convertToRGB: false });
  const view = await source.getView();
  assert.deepEqual(view.extent, extent);
  assert.equal(view.projection.getCode ? view.projection.getCode() : view.projection, 'EPSG:3857');
  const grid = source.getTileGrid();
  const z = grid.getResolutions().length - 1;
  assert.equal(grid.getResolution(z), cell);
  const [columns, rows] = [].concat(grid.getTileSize(z)).concat(grid.getTileSize(z));
  const tile = await loaded(source.getTile(z, 0, 0, 1, source.getProjection()));
  const data = tile.getData();
  const bands = data.length / (columns * rows);
  const values = new Uint8Array(Math.min(width, columns) * Math.min(height, rows));
  for (let row = 0; row < Math.min(height, rows); row++) {
    for (let column = 0; column < Math.min(width, columns); column++) {
      values[row * Math.min(width, columns) + column] = data[(row * columns + column) * bands];
    }
  }
  assertClasses(values, { rows: Math.min(height, rows), columns: Math.min(width, columns) });
});

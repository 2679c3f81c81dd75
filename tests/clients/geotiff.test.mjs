// geotiff.js: the result's file, read by ranges.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUrl } from 'geotiff';
import { assertClasses, classAt, colors, extent, height, names, result, width } from './scene.mjs';

test('A window of the result is read without the rest of the file', async () => {
  const ranges = [];
  const plainFetch = globalThis.fetch;
  globalThis.fetch = async (url, options) => {
    const response = await plainFetch(url, options);
    ranges.push([new Headers(options?.headers).get('range'), response.status, Number(response.headers.get('content-length'))]);
    return response;
  };
  try {
    const tiff = await fromUrl(result.data, { allowFullFile: false, blockSize: 4096 });
    const image = await tiff.getImage();
    assert.deepEqual(image.getBoundingBox(), extent);
    assert.equal(image.getGDALNoData(), 255);
    assert.equal(image.getGeoKeys().ProjectedCSTypeGeoKey, 3857);

    // across the corner of four blocks
    const window = [505, 508, 519, 516];
    const values = await image.readRasters({ window, interleave: true });
    assertClasses(values, { firstRow: 508, firstColumn: 505, rows: 8, columns: 14 });
    assert.ok(ranges.length > 0 && ranges.every(([range, status]) => range?.startsWith('bytes=') && status === 206), JSON.stringify(ranges));
  } finally {
    globalThis.fetch = plainFetch;
  }
});

test('The whole result has its classes and colours', async () => {
  const image = await (await fromUrl(result.data)).getImage();
  assertClasses(await image.readRasters({ interleave: true }));
  const map = image.fileDirectory.getValue ? await image.fileDirectory.loadValue('ColorMap') : image.fileDirectory.ColorMap;
  for (const [value, color] of colors.entries()) {
    assert.deepEqual([0, 1, 2].map(part => map[part * 256 + value] >> 8), color);
  }
});

test('The metadata of the file say what the values mean, in plain texts', async () => {
  const image = await (await fromUrl(`${result.data}/classes.tif`)).getImage();
  const metadata = await image.getGDALMetadata();
  const counts = names.map(() => 0);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) counts[classAt(row, column)]++;
  }

  assert.equal(String(metadata.RASTERANALYSIS_CLASSES), '0,1,2');
  for (const [value, name] of names.entries()) {
    assert.equal(String(metadata[`RASTERANALYSIS_CLASS_${value}`]), [...colors[value], counts[value], name].join(','));
  }
});

// geotiff.js: the result's file, read by ranges.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUrl } from 'geotiff';
import { assertClasses, colors, extent, result } from './scene.mjs';

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

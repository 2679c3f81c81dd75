// OpenLayers and geotiff.js in a browser: the result's file from another origin, by ranges.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClasses, cell, classAt, colors, extent, left, result, top, utm } from '../scene.mjs';
import { openPage } from './browser.mjs';

/** Runs a test on a page of its own; afterwards the file was read by ranges alone. */
async function onPage(data, act) {
  const shown = await openPage('readers');
  try {
    await act(shown);
    assert.deepEqual(shown.failures, []);
    const reads = shown.requests.filter(request => request.url.startsWith(data) && request.method === 'GET');
    assert.ok(reads.length > 0 && reads.every(({ range, status }) => range?.startsWith('bytes=') && status === 206), JSON.stringify(reads));
  } finally {
    await shown.close();
  }
}

test('geotiff.js reads a window of the result', () => onPage(result.data, async ({ call }) => {
  // across the corner of four blocks
  const { box, noData, values } = await call('window', result.data, [505, 508, 519, 516]);
  assert.deepEqual([box, noData], [extent, 255]);
  assertClasses(values, { firstRow: 508, firstColumn: 505, rows: 8, columns: 14 });
}));

for (const [name, data, code] of [['UTM', utm.data, 'EPSG:32633'], ['Web Mercator', result.data, 'EPSG:3857']]) {
  test(`OpenLayers shows the file of a result in ${name}`, () => onPage(data, async ({ call, screenshot }) => {
    assert.equal(await call('show', data, [left, top - 40 * cell, left + 60 * cell, top], colors), code);
    const picture = await screenshot();
    for (let row = 0; row < 40; row++) {
      for (let column = 0; column < 60; column++) {
        const at = ((row * 10 + 5) * picture.width + column * 10 + 5) * 4;
        assert.deepEqual([...picture.data.subarray(at, at + 3)], colors[classAt(row, column)], `row ${row}, column ${column}`);
      }
    }
  }));
}

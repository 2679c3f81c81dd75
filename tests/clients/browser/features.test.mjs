// ArcGIS Maps SDK for JavaScript in a browser: a feature service as a layer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.mjs';

const url = process.env.FEATURES;
const count = Number(process.env.FEATURE_COUNT);

// 60 by 40 metres at the lower left: six by four squares of 5 metres at every 10, ten pixels a metre
const view = [500_000, 5_000_000, 500_060, 5_000_040];

test('fromArcGISServerUrl of a feature service is a feature layer that is drawn by its classes, counted and asked', async () => {
  const { page, call, screenshot, close, failures, requests } = await openPage('features');
  try {
    const layer = await call('fromServer', url);
    assert.deepEqual([layer.type, layer.geometry, layer.wkid, layer.idField, layer.renderer], ['feature', 'polygon', 32633, 'OBJECTID', 'unique-value']);
    assert.deepEqual(layer.classes, ['car', 'pool']);
    assert.deepEqual(layer.fields, ['OBJECTID', 'Class', 'Confidence', 'Row']);

    assert.equal(await call('count', '1=1'), count);
    assert.equal(await call('count', "Class = 'car'"), count / 2);
    assert.equal((await call('extent')).xmin, 500_000);
    const [feature] = await call('features', 'OBJECTID = 2');
    assert.deepEqual([feature.Class, feature.Confidence, feature.rings[0].length], ['pool', 2, 5]);

    await call('show', view, 32633);
    const picture = await screenshot();
    const at = async (x, y) => {
      const [left, top] = await call('toScreen', [x, y], 32633);
      const start = (Math.round(top) * picture.width + Math.round(left)) * 4;
      return [...picture.data.subarray(start, start + 3)];
    };
    const [car, pool, ground] = [await at(500_002.5, 5_000_012.5), await at(500_012.5, 5_000_012.5), await at(500_007.5, 5_000_012.5)];
    assert.ok(car[0] > car[2] + 40, `car ${car}`);
    assert.ok(pool[2] > pool[0] + 40, `pool ${pool}`);
    assert.deepEqual(ground, [255, 255, 255]);

    await page.mouse.click(...await call('toScreen', [500_012.5, 5_000_012.5], 32633));
    await page.waitForFunction(() => window.page.popup());
    assert.equal((await call('popup')).attributes.OBJECTID, 102);
    assert.deepEqual(failures, []);
    assert.deepEqual(requests.filter(request => request.status >= 400), []);
  } finally {
    await close();
  }
});

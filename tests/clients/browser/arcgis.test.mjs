// ArcGIS Maps SDK for JavaScript in a browser: a result as a layer, by the address of its service and by its item.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, classAt, colors, left, names, result, top, utm } from '../scene.mjs';
import { openPage } from './browser.mjs';

// the client asks portals by https, whatever it is told
const portal = `${process.env.SECURE_SERVICE}arcgis`;

// 60 by 40 cells of the scene's upper left, ten pixels each on the page
const view = [left, top - 40 * cell, left + 60 * cell, top];
const place = (row, column) => [left + (column + 0.5) * cell, top - (row + 0.5) * cell];

/** The colours in the middle of each cell that is shown; the lowest rows are below the line that says who made the client. */
function assertCells(picture, colorOf) {
  for (let row = 0; row < 37; row++) {
    for (let column = 0; column < 60; column++) {
      const at = ((row * 10 + 5) * picture.width + column * 10 + 5) * 4;
      assert.deepEqual([...picture.data.subarray(at, at + 3)], colorOf(row, column), `row ${row}, column ${column}`);
    }
  }
}

const colorOf = (row, column) => colors[classAt(row, column)];

/** Runs a test on a page of its own; afterwards nothing that the page asked for may have failed. */
async function onPage(act) {
  const shown = await openPage('arcgis');
  try {
    await act(shown);
    assert.deepEqual(shown.failures, []);
    assert.deepEqual(shown.requests.filter(request => request.status >= 400), []);
  } finally {
    await shown.close();
  }
}

for (const [name, { url, itemId }, wkid] of [['UTM', utm, 32633], ['Web Mercator', result, 102100]]) {
  for (const way of ['fromArcGISServerUrl', 'fromPortalItem']) {
    test(`${way} of a result in ${name} is an imagery layer with class colours, legend and names`, () => onPage(async ({ page, call, screenshot }) => {
      const layer = way === 'fromPortalItem' ? await call('fromItem', portal, itemId) : await call('fromServer', url);
      assert.equal(layer.type, 'imagery');
      assert.equal(layer.dataType, 'esriImageServiceDataTypeThematic');
      assert.equal(layer.wkid, wkid);
      assert.deepEqual(layer.classes, names);

      await call('show', view);
      const picture = await screenshot();
      assert.deepEqual([picture.width, picture.height], [600, 400]);
      assertCells(picture, colorOf);

      await call('legend');
      await page.waitForFunction(all => all.every(name => window.page.textOf('#legend').includes(name)), {}, names);
      assert.doesNotMatch(await call('textOf', '#legend'), /Red|Green|Blue/);

      const [row, column] = [10, 23];
      assert.deepEqual(await call('identify', place(row, column)), { value: `${classAt(row, column)}`, properties: { Values: [`${classAt(row, column)}`], ClassName: names[classAt(row, column)] } });
      await page.mouse.click(...await call('toScreen', place(row, column)));
      await page.waitForFunction(() => window.page.popup());
      const popup = await call('popup');
      assert.equal(popup.attributes['Raster.ClassName'], names[classAt(row, column)]);
      await page.waitForFunction(name => window.page.textOf('.esri-popup, .esri-features').includes(name), {}, names[classAt(row, column)]);
    }));
  }
}

test('An item shows its thumbnail, and has no groups, related items or rating', () => onPage(async ({ call }) => {
  await call('fromItem', portal, result.itemId);
  assert.deepEqual(await call('surroundings'), { thumbnail: [200, 133], groups: 0, related: 0, rating: null });
}));

test('queryBoundary gives the outline in another system, and the area on the ground', () => onPage(async ({ call }) => {
  await call('fromServer', utm.url);
  const { area, extent } = await call('boundary', 32633);
  assert.deepEqual(extent, [left, top - 5200, left + 6000, top]);

  // 500 km from the middle of the zone a metre of the projection is 1 / (0.9996 (1 + 0.5 (500 / 6378)^2)) on the ground, to a thousandth
  const scale = 0.9996 * (1 + 0.5 * (503 / 6378) ** 2);
  assert.ok(Math.abs(area * scale ** 2 / (6000 * 5200) - 1) < 1e-3, `${area}`);
}));

test('Mask and Clip leave pixels out, and the rest keeps its colours', () => onPage(async ({ call, screenshot }) => {
  const rings = [[place(-1, 9.5), place(-1, 49.5), place(100, 49.5), place(100, 9.5), place(-1, 9.5)]];
  const rule = {
    rasterFunction: 'Clip', rasterFunctionArguments: {
      ClippingType: 1, ClippingGeometry: { rings, spatialReference: { wkid: 102100 } },
      Raster: { rasterFunction: 'Mask', rasterFunctionArguments: { NoDataValues: ['1'] } },
    },
  };
  await call('fromServer', result.url);
  await call('rule', rule);
  await call('show', view);
  assertCells(await screenshot(), (row, column) => column >= 10 && column < 50 && classAt(row, column) !== 1 ? colorOf(row, column) : [255, 255, 255]);
}));

test('A rendering rule that is refused is an error, with its reason', async () => {
  const shown = await openPage('arcgis');
  try {
    const { page, call } = shown;
    await call('fromServer', result.url);
    await call('show', view);
    await call('rule', { rasterFunction: 'NDVI', rasterFunctionArguments: {} });
    await page.waitForFunction(() => window.page.refusals.length > 0);
    const [refusal] = await page.evaluate('page.refusals');
    assert.equal(refusal.status, 400);
    assert.match(refusal.text, /rasterFunction: is not known here/);
    assert.ok(shown.requests.some(request => request.status === 400 && request.url.includes('NDVI')));
  } finally {
    await shown.close();
  }
});

test('WMTSLayer shows the tiles of the classes', () => onPage(async ({ call, screenshot }) => {
  await call('fromTiles', result.url);
  await call('show', view, 102100);

  // tiles have a grid of their own, and are smoothed between their pixels
  const picture = await screenshot();
  let right = 0;
  for (let row = 0; row < 37; row++) {
    for (let column = 0; column < 60; column++) {
      const at = ((row * 10 + 5) * picture.width + column * 10 + 5) * 4;
      right += colorOf(row, column).every((part, i) => Math.abs(part - picture.data[at + i]) < 40) ? 1 : 0;
    }
  }
  assert.ok(right > 0.7 * 37 * 60, `${right} cells`);
}));

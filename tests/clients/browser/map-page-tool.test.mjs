// The tool's pane: each kind of area, several rasters as one, bands in another order, an estimate, and an item that an address names.
import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { before, test } from 'node:test';
import { fromArrayBuffer } from 'geotiff';
import { service } from '../scene.mjs';
import { onMapPage, wide } from './map-page.mjs';

// of the sample scene
const [left, bottom, right, top] = [288776.25, 9110728.75, 298722.75, 9120760.75];
const cell = 28.5;
let scene;
let model;

async function add(file) {
  const form = new FormData();
  form.append('file', await openAsBlob(file), basename(file));
  const response = await fetch(`${service}api/v1/items`, { method: 'POST', body: form });
  assert.equal(response.status, 201, await response.clone().text());
  return response.json();
}

before(async () => { [scene, model] = await Promise.all([add(process.env.SCENE), add(process.env.PACKAGE)]); });

/** Chooses the scene and the model by the address that names each. */
async function open(user, page) {
  await page.waitForNetworkIdle();
  await page.goto(`${service}arcgis/home/item.html?id=${scene.id}`);
  await user.find('button', 'Change layer');
  await page.evaluate(id => { location.hash = `#/items/${id}`; }, model.id);
  await user.find('button', 'Change model');
  await page.waitForFunction(box => box.value !== '', {}, await user.find('textbox', 'Result name'));
  await page.waitForNetworkIdle();
}

/** Runs under a name, and gives the result's picture. */
async function run(user, name) {
  await user.type('Result name', name);
  await user.press('button', 'Run');
  await user.readUntil('status', 'Status', /Succeeded/);
  const address = await (await user.find('button', 'Download')).evaluate(link => link.href);
  return (await fromArrayBuffer(await (await fetch(address)).arrayBuffer())).getImage();
}

const assertBox = (box, expected) => box.forEach((side, i) => assert.ok(Math.abs(side - expected[i]) <= cell, `${box}, not ${expected}`));

test('Typed corners are the area', () => onMapPage(wide, async (user, page) => {
  await open(user, page);
  await user.choose('Area', 'Rectangle');
  const corners = [left + 1000, bottom + 2000, left + 4000, bottom + 3000];
  for (const [i, side] of ['Left', 'Bottom', 'Right', 'Top'].entries()) await user.type(side, String(corners[i]));
  assertBox((await run(user, 'Typed')).getBoundingBox(), corners);
}));

test('A rectangle is dragged, and what was refused before is forgotten', () => onMapPage(wide, async (user, page) => {
  await open(user, page);
  await user.choose('Area', 'Rectangle');
  await user.press('button', 'Run');
  await page.waitForFunction(() => /Draw the rectangle/.test(document.querySelector('.faults').innerText));
  await user.press('button', 'Draw rectangle');
  await page.mouse.move(...await user.place(0.4, 0.35));
  await page.mouse.down();
  await page.mouse.move(...await user.place(0.5, 0.5), { steps: 4 });
  await page.mouse.move(...await user.place(0.55, 0.6), { steps: 4 });
  await page.mouse.up();
  await user.find('button', 'Draw rectangle');
  const corners = (await Promise.all(['Left', 'Bottom', 'Right', 'Top'].map(side => user.valueOf(side)))).map(Number);
  assert.ok(corners[2] - corners[0] > 20 * cell && corners[3] - corners[1] > 20 * cell, String(corners));
  assert.ok(corners[0] > left && corners[1] > bottom && corners[2] < right && corners[3] < top, String(corners));
  assert.equal(await page.$eval('.faults', faults => faults.innerText), '');
  await user.screenshot('dragged');
}));

test('The visible part of the map is the area', () => onMapPage(wide, async (user, page) => {
  await open(user, page);
  await user.choose('Area', 'Current map extent');
  const map = await user.find('application', 'Map');
  await map.focus();
  for (let presses = 0; presses < 2; presses++) {
    await page.keyboard.press('+');
    await new Promise(resolve => setTimeout(resolve, 50));
    await page.waitForNetworkIdle();
  }
  const [xmin, ymin, xmax, ymax] = (await run(user, 'Visible')).getBoundingBox();
  assert.ok(xmin > left + cell && ymin > bottom + cell && xmax < right - cell && ymax < top - cell, String([xmin, ymin, xmax, ymax]));
  const middle = [(xmin + xmax) / 2, (ymin + ymax) / 2];
  assert.ok(Math.abs(middle[0] - (left + right) / 2) < 100 && Math.abs(middle[1] - (bottom + top) / 2) < 100, String(middle));
}));

test('Polygons of a GeoJSON file are the area', () => onMapPage(wide, async (user, page) => {
  await open(user, page);
  await user.choose('Area', 'GeoJSON');
  await user.type('GeoJSON text', '{"type": "Point", "coordinates": [0, 0]}');
  await user.press('button', 'Run');
  await page.waitForFunction(() => /not GeoJSON with polygons/.test(document.querySelector('.faults').innerText));
  const ring = [[-34.90, -8.00], [-34.88, -8.00], [-34.88, -7.98], [-34.90, -7.98], [-34.90, -8.00]];
  await user.type('GeoJSON text', JSON.stringify({ type: 'Polygon', coordinates: [ring] }));
  const image = await run(user, 'ByGeoJson');
  const [values] = await image.readRasters();
  const inside = values.filter(value => value !== 255).length;

  // two hundredths of a degree each way, at eight degrees south: 2,204 by 2,212 metres
  const expected = (2204 * 2212) / cell ** 2;
  assert.ok(Math.abs(inside / expected - 1) < 0.01, `${inside}, not ${expected}`);
}));

test('Another layer is the area', () => onMapPage(wide, async (user, page) => {
  await open(user, page);
  await user.choose('Area', 'Another layer');
  await page.type('input[aria-label="Search layers for the area"]', 'Typed');
  await (await page.waitForSelector('::-p-xpath(//section[h2="Area"]//ul/li/button[.//strong="Typed"])')).click();
  await user.find('button', 'Change area layer');
  const [values] = await (await run(user, 'Inside')).readRasters();
  assert.equal(values.filter(value => value !== 255).length, (await typedPixels()));
}));

async function typedPixels() {
  const [item] = await (await fetch(`${service}api/v1/items?q=Typed`)).json();
  return item.raster.width * item.raster.height;
}

test('Bands in another order are mapped, and an estimate says what the job would do', () => onMapPage(wide, async (user, page) => {
  await open(user, page);
  await page.click('[aria-label="Arguments"] summary');
  await user.choose('Band 1 of the model', '6');
  await user.choose('Band 6 of the model', '1');
  assert.match(await user.read('region', 'Arguments'), /1 changed/);
  await user.assertAccessible();
  await user.press('button', 'Estimate');
  const told = await user.readUntil('status', 'Estimate', /Disk/).then(() => user.read('status', 'Estimate'));
  assert.match(told, /349 × 352 pixels/);
  assert.match(told, /Exact: tile edges leave no trace/);
  assert.match(told, /about \d+ s in the network/);
  await user.screenshot('estimate');
  await user.assertAccessible();
  await run(user, 'Mapped');
  const [job] = await (await fetch(`${service}api/v1/jobs`)).json();
  const { messages } = await (await fetch(`${service}api/v1/jobs/${job.id}`)).json();
  assert.ok(messages.some(({ text }) => text === 'band_mapping: the network\'s bands are the raster\'s 6, 2, 3, 4, 5, 1.'), JSON.stringify(messages));

  // run again means the same bands, and what is chosen anew makes the estimate void
  await user.press('button', 'Run again');
  await page.waitForFunction(() => document.querySelectorAll('fieldset.bands select')[0]?.value === '6');
}));

test('What a job would be refused for is said by the estimate', () => onMapPage(wide, async (user, page) => {
  await open(user, page);
  await user.choose('Area', 'Rectangle');
  for (const side of ['Left', 'Bottom']) await user.type(side, '0');
  for (const side of ['Right', 'Top']) await user.type(side, '10');
  await user.press('button', 'Estimate');
  await page.waitForFunction(() => /There is no estimate:/.test(document.querySelector('.faults').innerText));
  assert.match(await page.$eval('.faults', faults => faults.innerText), /extent/);
}, { isExpected: failure => /status of 400/.test(failure) }));

test('Several paths are one mosaic, and its rasters can be classified each by itself', () => onMapPage(wide, async (user, page) => {
  await open(user, page);
  await user.press('button', 'Change layer');
  await page.click('.elsewhere > summary');
  await user.type('Addresses or paths', '/rasterStores/store/west.tif\n/rasterStores/store/east.tif');
  await user.type('Name of the layer (optional)', 'Two halves');
  await user.press('button', 'Add layer');
  await user.find('button', 'Change layer');
  await user.choose('Processing mode', 'All raster items separately');
  await user.type('Result name', 'Halves');
  await user.press('button', 'Run');
  await user.readUntil('status', 'Status', /Succeeded/);
  const [item] = await (await fetch(`${service}api/v1/items?q=Halves`)).json();
  assert.equal(item.rasters.length, 2);
}));

test('A result is seen through, and other programs are told where it is', () => onMapPage(wide, async (user, page) => {
  const [typed] = await (await fetch(`${service}api/v1/items?q=Typed`)).json();
  await page.waitForNetworkIdle();
  await page.goto(`${service}arcgis/home/item.html?id=${typed.id}`);
  await user.find('button', 'Download');
  await page.waitForNetworkIdle();
  assert.match(await user.read('region', 'Legend'), /Evergreen Forest/);
  await user.readUntil('region', 'Legend', /\d ha/);
  await user.screenshot('item');
  await user.assertAccessible();
  const names = await (await user.find('button', 'Class names for QGIS')).evaluate(link => link.href);
  assert.match(await (await fetch(names)).text(), /<GDALRasterAttributeTable/);
  const before = await user.picture();
  await (await user.find('slider', 'Opacity')).evaluate(slider => { slider.value = 0; slider.dispatchEvent(new Event('input')); });
  await page.waitForNetworkIdle();
  const after = await user.picture();
  assert.ok(!before.data.equals(after.data));

  await page.click('::-p-xpath(//details[summary="Open in"]/summary)');
  const addresses = await page.$$eval('.addresses code', codes => codes.map(code => code.textContent));
  assert.equal(addresses.length, 3);
  const capabilities = await fetch(addresses[0]);
  assert.match(await capabilities.text(), /<Capabilities/);
  assert.equal((await (await fetch(`${addresses[1]}?f=json`)).json()).name, 'Hosted/Typed');
  assert.ok(addresses[2].endsWith('/tile/{z}/{y}/{x}'));
}));

// The main way: upload a scene and a model, draw an area, run, look at the classes, take them home.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fromArrayBuffer } from 'geotiff';
import { service } from '../scene.mjs';
import { narrow, onMapPage, wide } from './map-page.mjs';

const names = ['Evergreen Forest', 'Grassland/Herbaceous', 'Bare Land', 'Open Water', 'Scrub/Shrub', 'Impervious Surface'];
const mostBytes = 250_000;

for (const [width, viewport] of [['wide', wide], ['narrow', narrow]]) {
  test(`A person classifies a drawn area of an uploaded scene (${width})`, () => onMapPage(viewport, async (user, page) => {
    await user.upload('Upload raster', process.env.SCENE);
    await user.find('button', 'Change layer');
    await user.upload('Upload model', process.env.PACKAGE);
    await user.find('button', 'Change model');
    assert.deepEqual((await user.read('list', '6 classes')).split('\n').map(line => line.trim()).filter(line => line !== ''), names);

    await user.choose('Area', 'Rectangle');
    await user.press('button', 'Draw rectangle');
    await user.clickMap(0.4, 0.3);
    await user.clickMap(0.6, 0.7);
    await user.find('button', 'Draw rectangle');
    const corners = (await Promise.all(['Left', 'Bottom', 'Right', 'Top'].map(side => user.valueOf(side)))).map(Number);
    assert.ok(corners[0] < corners[2] && corners[1] < corners[3], String(corners));
    await page.waitForFunction(box => box.value.startsWith('Classify_pixels_'), {}, await user.find('textbox', 'Result name'));
    await user.type('Result name', `Olinda_${width}`);
    await user.readUntil('region', 'Result', /The name is free/);
    await user.screenshot(`tool-${width}`);
    await user.assertAccessible();

    await user.press('button', 'Run');
    await user.readUntil('status', 'Status', /Succeeded/);
    await user.find('button', 'Download');
    const legend = await user.readUntil('region', 'Legend', /%/).then(() => user.read('region', 'Legend'));
    for (const name of names) assert.ok(legend.includes(name), legend);
    await page.waitForNetworkIdle();
    await user.screenshot(`result-${width}`);
    await user.assertAccessible();

    // the file that is downloaded holds the area, and at the place that is clicked the class that the page names
    const address = await (await user.find('button', 'Download')).evaluate(link => link.href);
    const image = await (await fromArrayBuffer(await (await fetch(address)).arrayBuffer())).getImage();
    const [left, bottom, right, top] = image.getBoundingBox();
    const cell = 28.5;
    [left, bottom, right, top].forEach((side, i) => assert.ok(Math.abs(side - corners[i]) <= cell, `${side}, ${corners[i]}`));
    await user.clickMap(0.5, 0.5);
    const pixel = await user.readUntil('region', 'Pixel', /At\s+([\d.]+), ([\d.]+)/);
    const [column, row] = [Math.floor((Number(pixel[1]) - left) / cell), Math.floor((top - Number(pixel[2])) / cell)];
    const [[value]] = await image.readRasters({ window: [column, row, column + 1, row + 1] });
    const told = await user.read('region', 'Pixel');
    assert.match(told, new RegExp(`Class\\s+${names[value]}\\s+Value\\s+${value}\\s`));
    assert.match(told, /Source values\s+\d+, \d+, \d+, \d+, \d+, \d+/);
    await user.screenshot(`pixel-${width}`);
  }));
}

test('The page is small, is kept by browsers, and asks for nothing elsewhere', async () => {
  const page = await fetch(service);
  const html = await page.text();
  assert.match(page.headers.get('content-security-policy'), /^default-src 'self';/);
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  const files = [...html.matchAll(/(?:src|href)="(page\/[^"]+)"/g)].map(match => match[1]);
  assert.equal(files.length, 3);
  let bytes = gzipSync(html).length;
  for (const file of files) {
    const answer = await fetch(new URL(file, service), { headers: { 'accept-encoding': 'identity' } });
    assert.equal(answer.status, 200);
    assert.ok(answer.headers.get('etag'));
    assert.match(answer.headers.get('cache-control'), /immutable/);
    bytes += gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length;
  }
  assert.ok(bytes < mostBytes, `${bytes} bytes gzipped`);
  assert.doesNotMatch(html, /https?:\/\//);
});

// The main way: upload a scene and a model, draw an area, run, look at the classes, take them home.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fromArrayBuffer } from 'geotiff';
import { service } from '../scene.mjs';
import { narrow, onMapPage, wide } from './map-page.mjs';

const names = ['Evergreen Forest', 'Grassland/Herbaceous', 'Bare Land', 'Open Water', 'Scrub/Shrub', 'Impervious Surface'];
const mostBytes = 250_000;

/** Hectares of each class: every pixel by the areal scale of transverse Mercator at its easting (the series of textbooks), on the ellipsoid of GRS 80 at 8 degrees south, where the scene lies. */
async function hectaresOf(image, cell) {
  const [a, f, scale, latitude] = [6378137, 1 / 298.257222101, 0.9996, -8 * Math.PI / 180];
  const squared = f * (2 - f);
  const part = 1 - squared * Math.sin(latitude) ** 2;
  const curvature = a * a * (1 - squared) / part ** 2;
  const areas = new Map();
  const [values] = await image.readRasters();
  const left = image.getBoundingBox()[0];
  for (let i = 0; i < values.length; i++) {
    const east = (left + (i % image.getWidth() + 0.5) * cell - 500_000) / scale;
    const local = scale * (1 + east ** 2 / (2 * curvature) + east ** 4 / (24 * curvature ** 2));
    areas.set(values[i], (areas.get(values[i]) ?? 0) + cell * cell / local ** 2 / 10_000);
  }
  return areas;
}

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
    const legend = await user.readUntil('region', 'Legend', / ha/).then(() => user.read('region', 'Legend'));
    await page.waitForNetworkIdle();
    await user.screenshot(`result-${width}`);
    await user.assertAccessible();

    // the file that is downloaded holds the area, and at the place that is clicked the class that the page names
    const address = await (await user.find('button', 'Download')).evaluate(link => link.href);
    const image = await (await fromArrayBuffer(await (await fetch(address)).arrayBuffer())).getImage();
    const [left, bottom, right, top] = image.getBoundingBox();
    const cell = 28.5;
    [left, bottom, right, top].forEach((side, i) => assert.ok(Math.abs(side - corners[i]) <= cell, `${side}, ${corners[i]}`));

    // the legend has each class's hectares and share, and so has the table
    const hectares = await hectaresOf(image, cell);
    const whole = names.reduce((sum, _, value) => sum + (hectares.get(value) ?? 0), 0);
    const table = await (await fetch(await (await user.find('button', 'Table as CSV')).evaluate(link => link.href))).text();
    const written = number => number.toLocaleString('en', { maximumFractionDigits: 1 });
    names.forEach((name, value) => {
      const size = hectares.get(value) ?? 0;
      const [shown, cells] = [size > 0 && size < 1 ? `${written(size * 10_000)} m²` : `${written(size)} ha`, table.split('\r\n')[value + 1].split(',')];
      assert.match(legend, new RegExp(`${name}\\s+${shown.replace('.', '\\.')}\\s+${written(100 * size / whole)} %`));
      assert.equal(cells[1], name);
      assert.ok(Math.abs(Number(cells[4]) - size) <= 1e-6 * size, `${cells[4]}, ${size}`);
    });

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

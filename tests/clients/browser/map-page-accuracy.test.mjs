// How right a result is: points are drawn and labelled, the result is checked against them, and the legend says how large the classes are really.
import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { service, until } from '../scene.mjs';
import { onMapPage, wide } from './map-page.mjs';

const folder = join(process.env.SCREENSHOTS, 'sample');

async function add(file) {
  const form = new FormData();
  form.append('file', await openAsBlob(file), basename(file));
  const response = await fetch(`${service}api/v1/items`, { method: 'POST', body: form });
  assert.equal(response.status, 201, await response.clone().text());
}

const json = async path => (await fetch(`${service}api/v1/${path}`)).json();

/** As people read them: the unit of the largest, and as many places as the interval has. */
function between({ value, margin }) {
  const places = margin / 1e4 >= 10 ? 0 : margin / 1e4 >= 1 ? 1 : 2;
  const exact = number => number.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places });
  return `${exact(value / 1e4)} ± ${exact(margin / 1e4)} ha`;
}

const legend = page => page.$$eval('.legend li', rows => rows.map(row => ({
  name: row.querySelector('.name').innerText, adjusted: row.querySelector('.adjusted')?.innerText, mapped: row.querySelector('.part').innerText,
})));

before(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all([add(process.env.SCENE), add(process.env.PACKAGE)]);
});

test('A result is sampled, checked against labelled points, and shows what its classes really measure', () => onMapPage(wide, async (user, page) => {
  const browser = await page.createCDPSession();
  await browser.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await (await page.waitForSelector('::-p-xpath(//section[h2="Input layer"]//ul/li/button)')).click();
  await user.find('button', 'Change layer');
  await (await page.waitForSelector('::-p-xpath(//section[h2="Model"]//ul/li/button)')).click();
  await user.find('button', 'Change model');
  await page.waitForFunction(box => box.value !== '', {}, await user.find('textbox', 'Result name'));
  await user.press('button', 'Run');
  await user.readUntil('status', 'Status', /Succeeded/);
  await user.find('button', 'Download');
  await user.readUntil('region', 'Legend', /\d ha/);
  assert.equal(await page.$('.legend .adjusted'), null);
  const { result: { itemId: item } } = await json(`jobs/${await page.evaluate(() => location.hash.split('/').pop())}`);
  const { title, accuracy } = await json(`items/${item}`);
  assert.equal(accuracy, undefined);

  // a bad number is said so; then points come as a file
  await user.press('button', 'Sample points…');
  await user.find('dialog', 'Sample points');
  const number = await user.find('spinbutton', 'Points of each class');
  const give = async words => { await number.evaluate((field, value) => { field.value = value; }, words); await user.press('button', 'Download points'); };
  await give('0');
  await user.readUntil('dialog', 'Sample points', /Give a whole number/);
  await give('40');
  await user.readUntil('dialog', 'Sample points', /points are drawn/);
  await user.assertAccessible();
  await user.screenshot('sample-points');
  await user.press('button', 'Close');
  const file = join(folder, `${title}-sample.geojson`);
  const read = () => readFile(file, 'utf8').then(JSON.parse).catch(() => undefined);
  await until(read, 'the points to be saved');
  const points = await read();
  assert.ok(points.features.length > 40 && points.features.every(({ properties }) => properties.reference === null));

  // the truth: every sixth point is the next class
  const names = [...new Set(points.features.map(({ properties }) => properties.className))].sort();
  points.features.forEach(({ properties }, place) => {
    properties.reference = place % 6 === 0 ? names[(names.indexOf(properties.className) + 1) % names.length] : properties.className;
  });
  const labelled = join(folder, 'labelled.geojson');
  await writeFile(labelled, JSON.stringify(points));
  await user.upload('Check against points…', labelled);
  await user.readUntil('main', '', /Compared with [\d,]+ samples/);

  const found = await json(`items/${item}/accuracy`);
  assert.equal((await json(`items/${item}`)).accuracy, `${service}api/v1/items/${item}/accuracy`);
  assert.equal(found.reference.compared, points.features.length);
  const assertShown = async () => {
    const { value, margin } = found.overallAccuracy;
    await user.readUntil('region', 'Legend', `Overall accuracy ${(value * 100).toFixed(1)} ± ${(margin * 100).toFixed(1)} %`);
    const rows = await legend(page);
    assert.deepEqual(rows.map(({ name, adjusted }) => [name, adjusted]), found.classes.map(({ name, adjustedArea }) => [name, between(adjustedArea)]));
    assert.ok(rows.every(({ mapped }) => /mapped [\d,.]+ ha, [\d.]+ %/.test(mapped)), JSON.stringify(rows));
    assert.match(await user.read('region', 'Legend'), new RegExp(`By ${points.features.length} points of known class`));
  };
  await assertShown();
  await user.assertAccessible();
  await (await page.$('.overall')).scrollIntoView();
  await user.screenshot('accuracy');

  // a page that is opened anew knows it too
  await page.reload();
  await user.find('button', 'Download');
  await until(async () => await page.$('.legend .adjusted') !== null, 'the areas of the last check');
  await assertShown();

  // what cannot be taken is said
  const other = join(folder, 'other.geojson');
  await writeFile(other, '{"type":"FeatureCollection","features":[]}');
  await user.upload('Check against points…', other);
  await until(async () => /reference/.test(await page.$eval('.actions > .fault', said => said.innerText).catch(() => '')), 'the refusal');
  await assertShown();
}, { isExpected: failure => /\/accuracy: .* 400 /.test(failure) }));

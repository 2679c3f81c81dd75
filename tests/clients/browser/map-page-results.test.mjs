// What is done with results: by keyboard alone, a name that is taken, running again, hiding a class, deleting; and a raster without a coordinate system.
import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { before, test } from 'node:test';
import { service, until } from '../scene.mjs';
import { onMapPage, wide } from './map-page.mjs';

const water = [0, 0, 117];
const scrub = [102, 102, 0];

async function add(file) {
  const form = new FormData();
  form.append('file', await openAsBlob(file), basename(file));
  const response = await fetch(`${service}api/v1/items`, { method: 'POST', body: form });
  assert.equal(response.status, 201, await response.clone().text());
}

/** Pixels of the map that have a colour. */
const count = ({ data }, color) => {
  let found = 0;
  for (let i = 0; i < data.length; i += 4) if (color.every((part, band) => data[i + band] === part)) found++;
  return found;
};

/** Presses Tab until something of a name is in focus. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement: element } = document;
      return element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText;
    });
    if (focused?.startsWith(name)) return;
  }
  throw new Error(`Tab does not lead to ${name}.`);
}

before(() => Promise.all([add(process.env.SCENE), add(process.env.PACKAGE)]));

test('By keyboard alone a person classifies a layer and asks for a pixel', () => onMapPage(wide, async (user, page) => {
  await page.waitForNetworkIdle();
  await tabTo(page, 'L7_ETMs');
  await page.keyboard.press('Enter');
  await tabTo(page, 'land-cover');
  await page.keyboard.press('Enter');
  await user.find('button', 'Change model');
  await page.waitForFunction(box => box.value !== '', {}, await user.find('textbox', 'Result name'));
  await tabTo(page, 'Result name');
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.type('ByKeyboard');
  await tabTo(page, 'Run');
  await page.keyboard.press('Enter');
  await user.readUntil('status', 'Status', /Succeeded/);
  await user.find('button', 'Download');
  await page.waitForNetworkIdle();
  await tabTo(page, 'Map');
  await user.screenshot('keyboard');
  await page.keyboard.press('Enter');
  await user.readUntil('region', 'Pixel', /Class\s+\S+/);
}));

test('A taken name is said so with a free one, classes are hidden, and a result is deleted after a question', () => onMapPage(wide, async (user, page) => {
  // the job of the test before is in the history, and is run again
  await user.press('link', 'History');
  await page.waitForSelector('a.job');
  await user.assertAccessible();
  await user.screenshot('history');
  await page.click('a.job');
  await user.press('button', 'Run again');
  await user.find('button', 'Change layer');
  await user.find('button', 'Change model');
  await user.type('Result name', 'ByKeyboard');
  await user.readUntil('region', 'Result', /The name is taken; ByKeyboard_1 is free/);
  await user.press('button', 'Run');
  await until(async () => /The name is taken/.test(await page.$eval('.faults', faults => faults.innerText)), 'the refusal');
  await user.assertAccessible();
  await user.screenshot('taken');
  await user.press('button', 'Use ByKeyboard_1');
  assert.equal(await user.valueOf('Result name'), 'ByKeyboard_1');
  await user.press('button', 'Run');
  await user.readUntil('status', 'Status', /Succeeded/);
  await user.find('button', 'Download');
  await page.waitForNetworkIdle();

  const whole = count(await user.picture(), water);
  assert.ok(whole > 1000, String(whole));
  const row = await page.waitForSelector('.legend button[title="Hide Open Water"]');
  await row.click();
  assert.equal(await row.evaluate(button => button.getAttribute('aria-pressed')), 'false');
  await until(async () => count(await user.picture(), water) === 0, 'the water to be hidden');
  await user.screenshot('hidden');
  await row.click();
  await until(async () => count(await user.picture(), water) === whole, 'the water to be shown again');

  // swept to the left half: the water lies on the right
  await (await user.find('slider', 'Swipe')).evaluate(slider => { slider.value = 50; slider.dispatchEvent(new Event('input')); });
  await until(async () => { const half = count(await user.picture(), water); return half > 0 && half < whole / 2; }, 'the right half to be the source');
  await user.screenshot('swipe');

  await user.press('button', 'Delete');
  await user.find('dialog', 'Delete the result?');
  await user.assertAccessible();
  await user.press('button', 'Keep it');
  await user.press('button', 'Delete');
  await page.click('dialog .danger');
  await user.readUntil('main', '', /has been deleted/);
  assert.equal((await (await fetch(`${service}api/v1/items?q=ByKeyboard_1`)).json()).length, 0);
}));

test('A raster without a coordinate system is shown, drawn on and classified in its own pixels', () => onMapPage(wide, async (user, page) => {
  await user.upload('Upload raster', process.env.PLAIN_SCENE);
  await user.find('button', 'Change layer');
  assert.equal(await page.$eval('.map-system', system => system.innerText), 'no coordinate system');
  await (await page.waitForSelector('::-p-xpath(//section[h2="Model"]//ul/li/button)')).click();
  await user.find('button', 'Change model');
  await user.choose('Area', 'Polygon');
  await user.press('button', 'Draw polygon');
  for (const [x, y] of [[0.45, 0.3], [0.7, 0.3], [0.7, 0.7]]) await user.clickMap(x, y);
  await page.mouse.click(...await user.place(0.45, 0.7), { count: 2 });
  await user.readUntil('region', 'Area', /Polygon with 4 corners/);
  await user.type('Result name', 'WithoutSystem');
  await user.press('button', 'Run');
  await user.readUntil('status', 'Status', /Succeeded/);
  await user.find('button', 'Download');
  await page.waitForNetworkIdle();
  await user.screenshot('plain');
  assert.ok(count(await user.picture(), scrub) > 100);
  await user.clickMap(0.6, 0.5);
  await user.readUntil('region', 'Pixel', /Class\s+\S+/);

  // run again means the same area
  await user.press('button', 'Run again');
  await user.readUntil('region', 'Area', /Polygon with 4 corners/);
  await user.readUntil('main', '', /The inputs are taken over/);
}));

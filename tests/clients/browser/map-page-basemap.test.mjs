// A basemap of another host under the layer: in Web Mercator as it is, in UTM converted, in a system that the page cannot convert not at all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service, until } from '../scene.mjs';
import { onMapPage, wide } from './map-page.mjs';

const { TILES: tiles, WORDS: words, KIND: kind } = process.env;
const colour = [220, 40, 220];

/** Share of the map's rim that has the colour of the basemap: the raster lies in the middle. */
function shareOfRim(picture) {
  let [seen, all] = [0, 0];
  for (let row = 0; row < picture.height; row += 7) {
    for (let column = Math.floor(picture.width * 0.02); column < picture.width * 0.08; column += 7, all++) {
      const at = (row * picture.width + column) * 4;
      if (colour.every((value, i) => Math.abs(picture.data[at + i] - value) < 3)) seen++;
    }
  }
  return seen / all;
}

async function choose(user, page, name) {
  if (await user.isThere('button', 'Change layer')) await user.press('button', 'Change layer');
  await page.waitForNetworkIdle();
  await page.evaluate(title => [...document.querySelectorAll('button.item')].find(({ innerText }) => innerText.startsWith(title)).click(), name);
  await user.find('button', 'Change layer');
  await page.waitForNetworkIdle();
  for (let i = 0; i < 2; i++) await page.click('.ol-zoom-out');
}

test(`The basemap lies under the layer (${kind})`, () => onMapPage(wide, async (user, page, requests) => {
  const policy = (await fetch(service)).headers.get('content-security-policy');
  assert.ok(policy.includes(`img-src 'self' blob: data: ${tiles};`) && policy.includes(`connect-src 'self' ${tiles};`), policy);
  for (const system of ['mercator', 'utm']) {
    await choose(user, page, system);
    await until(async () => shareOfRim(await user.picture()) > 0.9, `the basemap around ${system}`);
    await user.screenshot(`basemap-${kind}-${system}`);
  }
  assert.ok(requests.some(({ url }) => url.startsWith(`${tiles}/tile.png`)));
  assert.equal(await page.$eval('.map-basemap span', part => part.textContent), words);
  await user.assertAccessible();

  await user.press('checkbox', 'Basemap');
  await until(async () => shareOfRim(await user.picture()) < 0.05, 'the basemap to be hidden');
  await choose(user, page, 'laea');
  await page.waitForFunction(() => document.querySelector('.map-basemap').innerText.startsWith('Basemap: not available in '));
  assert.equal(await user.isThere('checkbox', 'Basemap'), false);
  await choose(user, page, 'mercator');
  assert.equal(await (await user.find('checkbox', 'Basemap')).evaluate(box => box.checked), false);
}, { elsewhere: [tiles] }));

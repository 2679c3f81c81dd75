// Raster stores: looked into as folders, one raster becomes a layer and several a mosaic.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from '../scene.mjs';
import { narrow, onMapPage, wide } from './map-page.mjs';

const newest = async () => (await (await fetch(new URL('api/v1/items?type=Image%20Service&take=1', service))).json())[0];

test('Rasters of a store are found in its folders and become a mosaic, the first that is chosen on top', () => onMapPage(wide, async (user, page) => {
  await (await page.waitForSelector('aria/Choose from raster stores')).click();
  await user.press('button', 'Open folder tiles');
  await user.find('list', 'In tiles');
  assert.match(await user.read('list', 'In tiles'), /^east\.tif\s+8\.\d kB, .+\s+west\.tif\s+8\.\d kB, /);
  await user.press('checkbox', 'west.tif');
  await user.press('checkbox', 'east.tif');
  await user.screenshot('stores');
  await user.assertAccessible();
  await user.press('button', 'Use 2 rasters as a mosaic');
  await user.find('button', 'Change layer');
  await user.find('combobox', 'Processing mode');
  assert.deepEqual((await newest()).rasters.map(({ name }) => name), ['west', 'east']);
}));

test('One raster becomes a layer, by keyboard, on a telephone too', () => onMapPage(narrow, async (user, page) => {
  const summary = await page.waitForSelector('aria/Choose from raster stores');
  await summary.focus();
  await page.keyboard.press('Enter');
  await (await user.find('button', 'Open folder tiles')).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.matches('input[type=checkbox]'));
  await page.keyboard.press('Space');
  await (await user.find('button', 'Use raster')).focus();
  await user.assertAccessible();
  await page.keyboard.press('Enter');
  await user.find('button', 'Change layer');
  assert.equal((await newest()).title, 'east');
  assert.equal((await newest()).rasters, undefined);
}));

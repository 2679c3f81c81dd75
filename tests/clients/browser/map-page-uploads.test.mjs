// Uploads that are cut off: the network goes away, the page is left, the user thinks better of it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { test } from 'node:test';
import { service, until } from '../scene.mjs';
import { onMapPage, wide } from './map-page.mjs';

const scene = process.env.LARGE_SCENE;
const name = basename(scene);
const ofOffline = failure => /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/.test(failure);
const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 6_000_000 };

/** The parts of uploads that the page sends: where each begins. */
async function watchParts(page) {
  const parts = [];
  page.on('request', request => { if (request.method() === 'PATCH') parts.push({ url: request.url(), offset: Number(request.headers()['upload-offset']) }); });
  const network = await page.createCDPSession();
  await network.send('Network.enable');
  return { parts, be: conditions => network.send('Network.emulateNetworkConditions', conditions) };
}

const standOf = async address => await (await fetch(address)).json();
const items = async () => await (await fetch(new URL('api/v1/items?q=large', service))).json();
const untilForgotten = page => until(async () => await page.evaluate(() => localStorage.length) === 0, 'the browser to forget the upload');
const shareOf = page => page.$eval('progress', bar => bar.value).catch(() => 0);

async function assertIsScene(item) {
  const [made, meant] = await Promise.all([fetch(new URL(`api/v1/items/${item.id}/data`, service)).then(answer => answer.arrayBuffer()), readFile(scene)]);
  assert.equal(createHash('sha256').update(Buffer.from(made)).digest('hex'), createHash('sha256').update(meant).digest('hex'));
}

test('An upload goes on by itself when the network is there again, and from where it was when the page was left', () => onMapPage(wide, async (user, page) => {
  const { parts, be } = await watchParts(page);
  await be(slow);
  await user.upload('Upload raster', scene);
  await until(async () => await shareOf(page) > 0.4, 'some of the file to be sent');
  await be({ ...slow, offline: true });
  await page.waitForFunction(words => document.body.innerText.includes(words), {}, `The service does not answer. ${name} goes on as soon as it does.`);
  await user.screenshot('upload-waiting');
  await user.assertAccessible();
  await be(slow);
  await until(async () => await shareOf(page) > 0.7, 'more of the file to be sent');
  assert.equal(new Set(parts.map(({ url }) => url)).size, 1);
  const address = parts[0].url;

  // the page is left in the middle, and the same file chosen again
  await page.reload();
  await be(slow);
  const { offset } = await standOf(address);
  assert.ok(offset > 16 * 2 ** 20, String(offset));
  parts.length = 0;
  await user.upload('Upload raster', scene);
  await user.find('button', 'Change layer');
  assert.ok(parts[0].offset >= offset && parts.every(({ url }) => url === address), JSON.stringify(parts));
  const [item, ...others] = await items();
  assert.equal(others.length, 0);
  await assertIsScene(item);
  assert.equal((await fetch(address)).status, 404);
  await untilForgotten(page);
}, { isExpected: ofOffline }));

test('An upload that is cancelled is gone from the service too', () => onMapPage(wide, async (user, page) => {
  const { parts, be } = await watchParts(page);
  await be(slow);
  const before = (await items()).length;
  await user.upload('Upload raster', scene);
  await until(async () => await shareOf(page) > 0.1, 'some of the file to be sent');
  await user.press('button', 'Cancel upload');
  await page.waitForFunction(() => document.body.innerText.includes('The upload was cancelled.'));
  await until(async () => (await fetch(parts[0].url)).status === 404, 'the upload to be deleted');
  assert.equal((await items()).length, before);
  await untilForgotten(page);
}));

test('What is refused says why, and begins anew', () => onMapPage(wide, async (user, page) => {
  await user.upload('Upload raster', process.env.WORDS);
  await page.waitForFunction(() => /not recogni[sz]ed|cannot be opened|not open/i.test(document.querySelector('.said.fault')?.textContent ?? ''));
  await untilForgotten(page);
}, { isExpected: failure => /400 \(Bad Request\)/.test(failure) }));

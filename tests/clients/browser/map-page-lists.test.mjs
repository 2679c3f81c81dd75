// A service with 1,000 layers, 1,000 models and 1,000 jobs: the page asks for what it shows. What it took is written beside the screenshots: times are no gate.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { service } from '../scene.mjs';
import { onMapPage, wide } from './map-page.mjs';

const many = 1001;
const figures = {};

async function timed(path) {
  const times = [];
  let answer;
  for (let turn = 0; turn < 7; turn++) {
    const begin = performance.now();
    answer = await fetch(new URL(path, service));
    await answer.clone().text();
    times.push(performance.now() - begin);
  }
  figures[path] = Number(times.sort((one, other) => one - other)[3].toFixed(1));
  return answer;
}

test('Lists come in pages that say how many there are', async () => {
  for (const path of ['api/v1/items?type=Image+Service&skip=0&take=6', 'api/v1/items?type=Image+Service&skip=900&take=6', 'api/v1/items?q=layer-777', 'api/v1/jobs?skip=0&take=21', 'api/v1/jobs?skip=900&take=21']) {
    const answer = await timed(path);
    const entries = await answer.json();
    assert.equal(entries.length, path.includes('q=') ? 1 : Number(/take=(\d+)/.exec(path)[1]));
    assert.equal(Number(answer.headers.get('x-total-count')), path.includes('q=') ? 1 : many, path);
  }
});

test('The page shows the first of many at once, more when asked, and finds one among them', () => onMapPage(wide, async (user, page, requests) => {
  await page.waitForNetworkIdle();
  figures.firstPicture = await page.evaluate(() => Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime));
  await page.reload();
  await page.waitForSelector('.items button');
  await page.waitForNetworkIdle();
  figures.firstPictureAgain = await page.evaluate(() => Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime));
  const rows = () => page.$$eval('section:first-of-type .items > li', found => found.length);
  assert.equal(await rows(), 6);
  await (await page.waitForSelector('::-p-xpath(//section[h2="Input layer"]//button[.="Show more (995 left)"])')).click();
  await page.waitForFunction(() => document.querySelectorAll('section:first-of-type .items > li').length === 12);
  await page.type('input[aria-label="Search layers"]', 'layer-777');
  await page.waitForFunction(() => document.querySelectorAll('section:first-of-type .items > li').length === 1);
  assert.match(await page.$eval('section:first-of-type .items', list => list.innerText), /layer-777/);

  await user.press('link', 'History');
  await page.waitForFunction(() => document.querySelectorAll('.jobs > li').length === 20);
  await user.press('button', 'Show more');
  await page.waitForFunction(() => document.querySelectorAll('.jobs > li').length === 40);
  await user.screenshot('many');

  // nothing asks for all of them
  for (const { url } of requests.filter(request => /api\/v1\/(items|jobs)\?/.test(request.url))) assert.match(url, /take=(6|21)\b/);
  await writeFile(join(process.env.SCREENSHOTS, 'lists.json'), JSON.stringify(figures, null, 2));
}));

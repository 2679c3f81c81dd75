// What is done with jobs: watching, leaving and coming back, cancelling, running again, deleting.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service, until } from '../scene.mjs';
import { onMapPage, wide } from './map-page.mjs';

const path = '/rasterStores/store/wide.tif';
const jobs = async () => (await fetch(`${service}api/v1/jobs`)).json();

/** Chooses the long job's layer and model, by hand the first time. */
async function chooseInputs(user, page) {
  if (!await user.isThere('button', 'wide 6,144 × 4,096 pixels, 1 band')) {
    await page.waitForNetworkIdle();
    await page.click('.elsewhere > summary');
    await user.type('Addresses or paths', path);
    await user.press('button', 'Add layer');
    await user.find('button', 'Change layer');
    await user.upload('Upload model', process.env.LONG_PACKAGE);
  } else {
    await user.press('button', 'wide 6,144 × 4,096 pixels, 1 band');
    await page.click('section:nth-of-type(2) .items button');
  }
  await user.find('button', 'Change model');
}

const colours = picture => {
  const seen = new Set();
  for (let i = 0; i < picture.data.length; i += 4) seen.add(picture.data.readUIntBE(i, 3));
  return seen.size;
};

test('Classes are painted before the end, the job is found again, and is cancelled', () => onMapPage(wide, async (user, page) => {
  await chooseInputs(user, page);
  await page.waitForNetworkIdle();
  await user.type('Result name', 'Cancelled');
  await page.click('[aria-label="Environments"] summary');
  await user.type('Recycle interval of processing workers', '1');
  await user.press('button', 'Run');
  await user.find('progressbar', 'Progress');
  await user.readUntil('main', '', /[1-5] of 6 sections/);
  await page.waitForFunction(() => [...performance.getEntriesByType('resource')].some(({ name }) => /Hosted\/Cancelled\/ImageServer\/exportImage.*&_=/.test(name)));
  await user.screenshot('running');
  assert.ok((await jobs())[0].status === 'executing');

  // leaving and coming back
  await user.press('link', 'History');
  await user.press('link', 'Tool');
  await page.reload();
  await user.press('link', 'History');
  await page.waitForSelector('a.job');
  await page.click('a.job');
  await user.find('progressbar', 'Progress');
  await user.press('button', 'Cancel');
  await user.readUntil('status', 'Status', /Cancelled/);
  await user.screenshot('cancelled');
  await user.assertAccessible();
}));

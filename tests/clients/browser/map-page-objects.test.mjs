// The objects of a job: outlined on the map, counted in the legend, asked for by a click, hidden by their class; and where nothing but them is left.
import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { before, test } from 'node:test';
import { service, until } from '../scene.mjs';
import { onMapPage, wide } from './map-page.mjs';

const [red, blue] = [[255, 0, 0], [0, 0, 255]];
let job;
let scene;
let detector;

async function ask(path, init) {
  const response = await fetch(`${service}api/v1/${path}`, init);
  assert.ok(response.ok, await response.clone().text());
  return response.status === 204 ? undefined : response.json();
}

async function add(file) {
  const form = new FormData();
  form.append('file', await openAsBlob(file), basename(file));
  return (await ask('items', { method: 'POST', body: form })).id;
}

/** Pixels of the map that have a colour. */
const count = ({ data }, color) => {
  let found = 0;
  for (let i = 0; i < data.length; i += 4) if (color.every((part, band) => Math.abs(data[i + band] - part) < 30)) found++;
  return found;
};

before(async () => {
  scene = await add(process.env.OBJECT_SCENE);
  detector = await add(process.env.OBJECT_PACKAGE);
  const request = { inputRaster: { itemId: scene }, model: { itemId: detector }, modelArguments: { max_object_size: 60 }, outputName: 'FoundSquares' };
  job = (await ask('detect-objects/jobs', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) })).id;
  await until(async () => (await ask(`jobs/${job}`)).status === 'succeeded', 'the objects');
});

test('Objects are drawn over their raster in the colours of their classes', () => onMapPage(wide, async (user, page) => {
  await page.goto(`${service}#/jobs/${job}`);
  await user.find('button', 'Download');
  await user.readUntil('region', 'Legend', new RegExp(`small\\s+${process.env.SMALL} objects`));
  await until(async () => { const map = await user.picture(); return count(map, red) > 500 && count(map, blue) > 500; }, 'outlines of both classes');
  await until(async () => count(await user.picture(), [0, 0, 0]) > 50_000, 'the raster under them');
  await user.screenshot('objects');
  await user.assertAccessible();
  assert.equal(await user.isThere('slider', 'Swipe'), false);

  const [x, y] = JSON.parse(process.env.LARGEST);
  await user.clickMap(...await page.evaluate((share, frame) => {
    const { width, height } = document.querySelector('#map').getBoundingClientRect();
    const side = Math.min(width, height) - frame;
    return [0.5 + ((share[0] - 0.5) * side) / width, 0.5 + ((share[1] - 0.5) * side) / height];
  }, [x, y], 48));
  await user.readUntil('region', 'Pixel', /Class\s+large\s+Confidence\s+\d+/);

  await (await page.waitForSelector('.legend button[title="Hide large"]')).click();
  await until(async () => count(await user.picture(), blue) < 50, 'the large ones to be hidden');
}));

test('With a detector the tool looks for objects, and runs an earlier job again', () => onMapPage(wide, async (user, page) => {
  await page.goto(`${service}#/items/${scene}`);
  await until(async () => (await user.valueOf('Result name')).startsWith('Classify_pixels'), 'a name for a classified raster');
  assert.equal(await user.isThere('region', 'Objects'), false);
  await page.goto(`${service}#/items/${detector}`);
  await user.readUntil('region', 'Model', /small/);
  await until(async () => (await user.valueOf('Result name')).startsWith('Detect_objects'), 'a name for objects');
  assert.equal(await user.isThere('button', 'Estimate'), false);

  const name = await user.valueOf('Result name');
  await (await user.find('checkbox', 'Leave out objects that lie over surer ones of another class')).click();
  await user.type('Max overlap ratio', 'half');
  await user.press('button', 'Run');
  await user.readUntil('alert', '', /Max overlap ratio must be a number from 0 to 1/);
  await user.type('Max overlap ratio', '0.5');
  await user.screenshot('detect');
  await user.assertAccessible();
  await user.press('button', 'Run');
  await user.find('button', 'Download');
  await user.readUntil('region', 'Legend', new RegExp(`small\\s+${process.env.SMALL} objects`));
  const made = (await ask('jobs?take=1'))[0] ?? {};
  assert.deepEqual([made.outputName, made.task], [name, 'DetectObjectsUsingDeepLearning']);
  const { runNms, maxOverlapRatio } = await ask(`jobs/${made.id}/inputs`);
  assert.deepEqual([runNms, maxOverlapRatio], [true, 0.5]);

  await user.press('button', 'Run again');
  await user.readUntil('alert', '', /The inputs are taken over/);
  assert.equal(await user.valueOf('Max overlap ratio'), '0.5');
  await until(async () => (await user.valueOf('Result name')).startsWith('Detect_objects'), 'another name');
}));

test('Objects whose raster is gone are shown by themselves, and are deleted after a question', () => onMapPage(wide, async (user, page) => {
  // the list of inputs may be asking for a picture of it just now
  await ask(`items/${scene}`, { method: 'DELETE' });
  await page.goto(`${service}#/jobs/${job}`);
  await user.find('button', 'Download');
  await until(async () => count(await user.picture(), red) > 500, 'outlines');
  await user.screenshot('objects-alone');

  await user.press('button', 'Delete');
  await page.click('dialog .danger');
  await user.readUntil('main', '', /has been deleted/);
}, { isExpected: failure => failure.includes(`items/${scene}`) || failure.includes('Hosted/squares/ImageServer/exportImage') }));

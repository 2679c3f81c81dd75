// A browser's EventSource on the events of a job: every message once, however often it connects.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { model, raster, service, until } from '../scene.mjs';
import { openPage } from './browser.mjs';

const closed = 2;

async function askJob(id) {
  return (await fetch(`${service}api/v1/jobs/${id}`)).json();
}

async function submit(name) {
  const response = await fetch(`${service}api/v1/classify-pixels/jobs`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inputRaster: { itemId: raster }, model: { itemId: model }, outputName: name, context: { processorType: 'CPU', reuseResults: false } }),
  });
  assert.equal(response.status, 202, await response.clone().text());
  return (await response.json()).id;
}

/** Listens until the browser gives up for good, and looks at what the page has seen. */
async function listen({ call, page }, id) {
  await call('listen', `${service}api/v1/jobs/${id}/events`);
  await page.waitForFunction(state => window.page.state() === state, { timeout: 120_000 }, closed);
  const seen = await page.evaluate('page.seen');
  const job = await askJob(id);
  assert.equal(job.status, 'succeeded');
  assert.deepEqual(seen.filter(event => event.name === 'message').map(event => JSON.parse(event.data).text), job.messages.map(message => message.text));
  assert.equal(JSON.parse(seen.filter(event => event.name === 'status').at(-1).data).status, 'succeeded');
  assert.ok(seen.every(event => event.id), JSON.stringify(seen));
}

/** Runs a test on a page of its own. */
async function onPage(act) {
  const shown = await openPage('events');
  try {
    await act(shown);
  } finally {
    await shown.close();
  }
}

test('A job that runs tells every message once', () => onPage(async shown => {
  const id = await submit('FromEvents');
  await listen(shown, id);

  // the browser asked again after the end, and was told that there is nothing more
  const asked = shown.requests.filter(request => request.url.includes(id));
  assert.deepEqual(asked.map(request => request.status), [...asked.slice(1).map(() => 200), 204]);
  assert.ok(asked.length >= 2);
}));

test('A job that has ended tells every message once to a first request', () => onPage(async shown => {
  const id = await submit('FromEventsLater');
  await until(async () => (await askJob(id)).status === 'succeeded', 'the end of the job');
  await listen(shown, id);
}));

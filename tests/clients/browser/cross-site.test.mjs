// A page of another origin that somebody happens to read while the service runs on their machine: it asks for changes in every way that a page has, and nothing changes.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { service } from '../scene.mjs';
import { startBrowser } from './browser.mjs';

const item = process.env.ITEM;
const task = `${service}arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning`;
const content = `${service}arcgis/sharing/rest/content/users/admin`;
const job = `inputRaster=${encodeURIComponent(JSON.stringify({ itemId: item }))}&model=${encodeURIComponent(JSON.stringify({ itemId: process.env.MODEL }))}`;

const hostile = `<!DOCTYPE html><title>Holidays</title><link rel="icon" href="data:,"><h1>Holidays</h1>
<img src="${content}/items/${item}/delete?f=json">
<img src="${task}/submitJob?f=json&${job}">
<img src="${content}/createFolder?f=json&title=Taken">
<iframe name="hidden"></iframe>
<form id="native" target="hidden" method="post" enctype="multipart/form-data" action="${service}api/v1/items"><input type="file" name="file"></form>
<form id="portal" target="hidden" method="post" action="${content}/items/${item}/delete"><input name="f" value="json"></form>
<form id="cancel" target="hidden" method="post" action="${service}api/v1/jobs/${process.env.JOB}/cancel"></form>
<script type="module">
  const quietly = promise => promise.catch(() => undefined);
  const picked = new DataTransfer();
  picked.items.add(new File(['II*'], 'theirs.tif'));
  document.querySelector('#native input').files = picked.files;
  await quietly(fetch('${service}api/v1/items/${item}', { method: 'DELETE' }));
  await quietly(fetch('${service}api/v1/classify-pixels/jobs', { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ inputRaster: { itemId: '${item}' }, model: { itemId: '${process.env.MODEL}' } }) }));
  await quietly(fetch('${service}api/v1/uploads', { method: 'POST', mode: 'no-cors', body: '' }));
  navigator.sendBeacon('${content}/items/${item}/delete', new URLSearchParams({ f: 'json' }));
  for (const name of ['native', 'portal', 'cancel']) {
    const answered = new Promise(done => { document.querySelector('iframe').onload = done; });
    document.getElementById(name).submit();
    await answered;
  }
  document.title = 'Done';
</script>`;

const state = async () => Promise.all(['api/v1/items?take=1000', 'api/v1/jobs?take=1000', 'arcgis/sharing/rest/content/users/admin?f=json'].map(async path => (await fetch(service + path)).text()));

test('A page of another origin changes nothing', async () => {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(hostile));
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const before = await state();
  const { page, requests, close } = await startBrowser();
  try {
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => document.title === 'Done');
    await page.waitForNetworkIdle();
    assert.deepEqual(await state(), before);

    // it did reach the service
    const asked = requests.filter(({ url }) => url.startsWith(service));
    assert.ok(asked.length >= 6, JSON.stringify(asked));
  } finally {
    await close();
    server.close();
  }
});

test('Whom the operator sends a link, who types an address, and the page itself may', async () => {
  const { page, close } = await startBrowser();
  try {
    await page.goto(`${task}/jobs/${process.env.JOB}/cancel?f=json`);
    assert.match(await page.evaluate(() => document.body.innerText), /"jobStatus":\s*"esriJobSucceeded"/);
    await page.goto(service);
    assert.equal(await page.evaluate(async address => (await fetch(address, { method: 'POST' })).status, `${service}api/v1/jobs/${process.env.JOB}/cancel`), 202);
  } finally {
    await close();
  }
});

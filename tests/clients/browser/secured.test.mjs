// The IdentityManager of ArcGIS Maps SDK for JavaScript against a service with accounts: by OAuth with PKCE over the service's own sign-in page, and by name and password.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.mjs';

const { SECURE_SERVICE: service, USER: user, PASSWORD: password, RASTER_SERVICE: layer } = process.env;
const task = 'arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning';

/** What is painted besides white. */
const isPainted = picture => picture.data.some((value, i) => i % 4 !== 3 && value < 200);

/** Pictures of the layer came. */
function assertPictures(requests) {
  const pictures = requests.filter(({ url, status }) => url.includes('/exportImage') && status === 200);
  assert.ok(pictures.length > 0, 'no picture came');
}

test('A page without the app registered in it asks for name and password, and shows the layer', async () => {
  const { page, call, screenshot, requests, close } = await openPage('secured');
  try {
    const shown = call('show', { service, layer, task });
    const name = await page.waitForSelector('calcite-dialog calcite-input[name=username] >>> input', { visible: true });

    // once it stands, the dialog takes the keyboard to its first field, wherever that was before
    await page.waitForFunction(() => document.activeElement?.matches('calcite-dialog calcite-input[name=username]'));
    await name.type(user);
    await (await page.waitForSelector('calcite-dialog calcite-input[name=password] >>> input')).type(password);

    // the client reads its own components, which hear of keys a little later
    await page.waitForFunction((name, password) => ['username', 'password'].every((field, i) =>
      document.querySelector(`calcite-dialog calcite-input[name=${field}]`)?.value === [name, password][i]), {}, user, password);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.querySelector('calcite-dialog calcite-input[name=password]'));
    const { tool, user: signedIn } = await shown;
    assert.deepEqual([tool, signedIn], ['ClassifyPixelsUsingDeepLearning', user]);
    assertPictures(requests);
    assert.ok(isPainted(await screenshot()));
  } finally {
    await close();
  }
});

test('A page with OAuthInfo leads to the sign-in page and comes back signed in', async () => {
  const { page, call, screenshot, requests, close } = await openPage('secured');
  try {
    // the page goes away under this call
    const options = { service, layer, task, app: 'page' };
    page.evaluate(given => void window.page.show(given).catch(() => undefined), options);
    await (await page.waitForSelector('#username')).type(user);
    await (await page.waitForSelector('#password')).type(password);
    await page.click('form button');
    await page.waitForSelector('button[value=allow]');
    assert.match(await page.evaluate(() => document.body.innerText), /Page asks to act for you, ann/);
    await page.click('button[value=allow]');
    await page.waitForFunction(pages => location.href.startsWith(pages) && window.page, {}, process.env.PAGES);
    const { tool, user: signedIn } = await call('show', options);
    assert.deepEqual([tool, signedIn], ['ClassifyPixelsUsingDeepLearning', user]);
    assertPictures(requests);
    assert.ok(isPainted(await screenshot()));
    assert.ok(requests.some(({ url, method, status }) => url.endsWith('/oauth2/token') && method === 'POST' && status === 200));
  } finally {
    await close();
  }
});

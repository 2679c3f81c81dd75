// The service's own page as its user finds it: by roles and names.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { service, until } from '../scene.mjs';
import { startBrowser } from './browser.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const wide = { width: 1280, height: 800 };
export const narrow = { width: 390, height: 844 };

/** Runs a test on the page, and looks at what the browser says of it; a refusal that the test is about is no surprise. */
export async function onMapPage(viewport, act, { isExpected = () => false, elsewhere = [] } = {}) {
  const started = await startBrowser(viewport);
  const { page, failures, requests } = started;
  try {
    await page.goto(service);
    await act(userOf(page), page, requests);
    assert.deepEqual(failures.filter(failure => !isOfLeaving(failure) && !isOfBusyService(failure) && !isExpected(failure)), []);
    const origin = new URL(service).origin;
    assert.deepEqual(requests.map(({ url }) => url).filter(url => ![origin, ...elsewhere].some(known => url.startsWith(`${known}/`)) && !url.startsWith(`blob:${origin}`) && !url.startsWith('data:')), []);
  } catch (error) {
    await page.screenshot({ path: join(process.env.SCREENSHOTS, 'failed.png') });
    throw error;
  } finally {
    await started.close();
  }
}

// areas and pictures are asked for again while the service says that it is busy
const isOfBusyService = failure => /\/(areas|exportImage\?[^ ]*): .* 503 /.test(failure);

// pictures of a view that was left, and streams of a page that was
const isOfLeaving = failure => failure.endsWith('net::ERR_ABORTED');

function userOf(page) {
  const find = (role, name) => page.waitForSelector(`aria/${name}[role="${role}"]`, { timeout: 60_000 });
  const user = {
    find,
    isThere: async (role, name) => await page.$(`aria/${name}[role="${role}"]`) !== null,
    press: async (role, name) => {
      for (;;) {
        const element = await find(role, name);
        try {
          await element.scrollIntoView();
          return await element.click();
        } catch (error) {
          // the page has put another one in its place meanwhile: a person presses that one
          if (await element.evaluate(found => found.isConnected).catch(() => false)) throw error;
        }
      }
    },
    type: async (name, words) => {
      const box = await find('textbox', name);
      await box.evaluate(field => { field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true })); });
      await box.type(words);
      await page.keyboard.press('Tab');
    },
    choose: async (name, option) => {
      const box = await find('combobox', name);
      await box.select(await box.evaluate((select, label) => [...select.options].find(({ text }) => text === label).value, option));
    },
    upload: async (button, file) => {
      const [chooser] = await Promise.all([page.waitForFileChooser(), user.press('button', button)]);
      await chooser.accept([file]);
    },
    /** Text of a part of the page. */
    read: async (role, name) => (await find(role, name)).evaluate(element => element.innerText),
    readUntil: (role, name, expected) => until(async () => {
      const element = await page.$(`aria/${name}[role="${role}"]`);
      const words = element && await element.evaluate(part => part.innerText).catch(() => null);
      return words?.match(expected) ?? null;
    }, `'${expected}' in ${name}`),
    valueOf: async name => (await find('textbox', name)).evaluate(box => box.value),

    /** A place of the map, by shares of its width and height. */
    place: async (x, y) => {
      const { left, top, width, height } = await (await find('application', 'Map')).evaluate(map => {
        const { left, top, width, height } = map.getBoundingClientRect();
        return { left, top, width, height };
      });
      return [left + x * width, top + y * height];
    },
    clickMap: async (x, y) => page.mouse.click(...await user.place(x, y)),

    /** The map as it is seen. */
    picture: async () => PNG.sync.read(Buffer.from(await (await page.$('#map canvas, #map')).screenshot())),
    screenshot: name => page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) }),

    /** Nothing on the page keeps somebody out. */
    assertAccessible: async () => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document));
      assert.deepEqual(violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    },
  };
  return user;
}

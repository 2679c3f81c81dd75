// Chromium with a page of ours in it.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import puppeteer from 'puppeteer-core';

const programs = ['chromium', 'chromium-browser', 'google-chrome'];
const program = programs.flatMap(name => process.env.PATH.split(':').map(folder => join(folder, name))).find(existsSync);

// machines may be slow, and software paints
const patience = 120_000;

/** A browser of its own with an empty page, and what happens in it. */
export async function startBrowser(viewport = { width: 1000, height: 800 }) {
  const profile = await mkdtemp(join(tmpdir(), 'rasteranalysis-chromium-'));
  const browser = await puppeteer.launch({
    executablePath: program,
    userDataDir: profile,

    // the tests' own certificate
    acceptInsecureCerts: true,
    args: [
      '--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-dev-shm-usage', '--disable-gpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', `--window-size=${viewport.width},${viewport.height}`,
    ],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  const requests = [];
  page.on('response', response => requests.push({
    url: response.url(), status: response.status(), method: response.request().method(), range: response.request().headers().range,
    length: Number(response.headers()['content-length']),
  }));
  const failures = [];
  page.on('requestfailed', request => failures.push(`${request.url()}: ${request.failure().errorText}`));
  page.on('pageerror', error => failures.push(String(error)));
  page.on('console', message => { if (message.type() === 'error') failures.push(`${message.location()?.url ?? ''}: ${message.text()}`); });
  await page.setViewport(viewport);
  return {
    page, requests, failures,
    close: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Opens a page of `pages` in a browser of its own. */
export async function openPage(script) {
  const started = await startBrowser();
  const { page } = started;
  await page.goto(`${process.env.PAGES}/${script}.html`);
  await page.waitForFunction('window.page');
  return {
    ...started,

    /** Calls a function of the page. */
    call: (name, ...given) => page.evaluate(async (called, list) => {
      try {
        return await window.page[called](...list);
      } catch (error) {
        throw new Error(`${called}: ${error.message} ${JSON.stringify(error.details ?? {})}`);
      }
    }, name, given),

    /** The map as its user sees it. */
    screenshot: async () => PNG.sync.read(Buffer.from(await (await page.$('#map')).screenshot())),
  };
}

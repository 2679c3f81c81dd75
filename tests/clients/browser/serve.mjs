// Serves the pages to a browser, on a port of its own, so that the service is on another origin. Prints its address, and ends when its input is closed.
import { build } from 'esbuild';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const types = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.woff2': 'font/woff2' };
const scripts = (await readdir(join(here, 'pages'))).map(name => join(here, 'pages', name));
const bundle = await mkdtemp(join(tmpdir(), 'rasteranalysis-pages-'));
await build({ entryPoints: scripts, outdir: bundle, bundle: true, splitting: true, format: 'esm', logLevel: 'error', conditions: ['browser'] });

const page = script => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${script}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/esri/themes/light/main.css"><style>html, body { margin: 0 } #map { width: 600px; height: 400px } #legend { width: 300px }</style></head>
<body><div id="map"></div><div id="legend"></div><script type="module" src="/${script}.js"></script></body></html>`;

/** The file behind a path: the client's own assets as they lie in its package, else what was bundled. */
const fileOf = path => path.startsWith('/assets/') ? join(here, 'node_modules', '@arcgis', 'core', path) : join(bundle, path);

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://page').pathname));
  const html = /^\/(\w+)\.html$/.exec(path);
  try {
    const content = html ? page(html[1]) : await readFile(fileOf(path));
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on('end', async () => {
  await rm(bundle, { recursive: true });
  process.exit();
});

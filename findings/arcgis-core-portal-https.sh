#!/usr/bin/env bash
# @arcgis/core 5.1.25 (npm): a Portal that is given an http address asks by https, at the same port; a server that speaks http there is never asked. Layers by their address are asked by http
# as they are given.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing (apt-get install nodejs npm)." >&2; exit 1; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --ignore-scripts --no-audit --no-fund --no-progress --silent @arcgis/core@5.1.25

cat >look.mjs <<'PROGRAM'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

// what a browser has and Node before 22 has not
globalThis.self = globalThis;
Promise.withResolvers ??= function () {
  let [resolve, reject] = [];
  const promise = new this((yes, no) => { [resolve, reject] = [yes, no]; });
  return { promise, resolve, reject };
};

// 22 begins a TLS handshake, 71 is the G of GET
const first = [];
const server = createServer(socket => socket.on('error', () => {}).once('data', data => {
  first.push(data[0]);
  socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}');
}));
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/arcgis`;

const { default: request } = await import('@arcgis/core/request.js');
await request(`${address}/rest/services/Any/ImageServer`, { query: { f: 'json' } });
const { default: Portal } = await import('@arcgis/core/portal/Portal.js');
const error = await new Portal({ url: address, authMode: 'anonymous' }).load().then(() => null, failure => failure);

console.log(`@arcgis/core ${JSON.parse(readFileSync('node_modules/@arcgis/core/package.json')).version}`);
console.log(`request('http://…/ImageServer') sends ${first[0] === 71 ? 'GET in clear' : `byte ${first[0]}`}.`);
console.log(`new Portal({ url: 'http://…/arcgis' }).load() sends ${first[1] === 22 ? 'a TLS handshake to the same port' : `byte ${first[1]}`}, and fails: ${error?.message}, ${error?.details?.url?.replace(/:\d+/, '')}`);
process.exit(first[0] === 71 && first[1] === 22 && error?.details?.url?.startsWith('https://127.0.0.1') ? 0 : 1);
PROGRAM
node look.mjs

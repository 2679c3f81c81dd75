#!/usr/bin/env bash
# @esri/arcgis-rest-request 4.10.2 (npm) outside of a browser sends a Referer that is no address, and no Origin: a guard that takes a request for one of another page when its Referer is not of the own
# origin refuses Esri's own client.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing (apt-get install nodejs npm)." >&2; exit 1; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --ignore-scripts --no-audit --no-fund --no-progress --silent @esri/arcgis-rest-request@4.10.2

cat >look.mjs <<'PROGRAM'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from '@esri/arcgis-rest-request';

let seen;
const server = createServer((asked, answer) => {
  seen = asked.headers;
  answer.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
await request(`http://127.0.0.1:${server.address().port}/arcgis/sharing/rest/info`);
server.close();

console.log(`@esri/arcgis-rest-request ${JSON.parse(readFileSync('node_modules/@esri/arcgis-rest-request/package.json')).version}`);
console.log(`Referer: ${seen.referer}, which ${URL.canParse?.(seen.referer) ?? /^\w+:/.test(seen.referer) ? 'is' : 'is not'} an absolute address; Origin: ${seen.origin ?? 'none'}; Sec-Fetch-Site: ${seen['sec-fetch-site'] ?? 'none'}`);
process.exit(seen.referer === '@esri/arcgis-rest-js' && seen.origin === undefined && seen['sec-fetch-site'] === undefined ? 0 : 1);
PROGRAM
node look.mjs

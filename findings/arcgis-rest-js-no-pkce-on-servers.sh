#!/usr/bin/env bash
# @esri/arcgis-rest-request 4.10.2 (npm) on a server: authorize and exchangeAuthorizationCode send no PKCE, and refreshCredentials keeps the old refresh token although the answer holds another. An OAuth server
# that requires PKCE, or that changes refresh tokens with each use (RFC 9700), refuses Esri's own client.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing (apt-get install nodejs npm)." >&2; exit 1; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --ignore-scripts --no-audit --no-fund --no-progress --silent @esri/arcgis-rest-request@4.10.2

cat >look.mjs <<'PROGRAM'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { ArcGISIdentityManager } from '@esri/arcgis-rest-request';

const asked = [];
const server = createServer((request, answer) => {
  let body = '';
  request.on('data', part => { body += part; }).on('end', () => {
    asked.push(new URLSearchParams(body));
    answer.writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ access_token: `a${asked.length}`, expires_in: 1800, username: 'ann', ssl: false, refresh_token: `r${asked.length}`, refresh_token_expires_in: 1209600 }));
  });
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const client = { portal: `http://127.0.0.1:${server.address().port}/sharing/rest`, clientId: 'app', redirectUri: 'https://app.example/back' };

let address;
ArcGISIdentityManager.authorize(client, { writeHead: (_, headers) => { address = new URL(headers.Location); }, end: () => undefined });
const session = await ArcGISIdentityManager.exchangeAuthorizationCode(client, 'code');
await session.refreshCredentials();
server.close();

console.log(`@esri/arcgis-rest-request ${JSON.parse(readFileSync('node_modules/@esri/arcgis-rest-request/package.json')).version}`);
console.log(`authorize sends ${[...address.searchParams.keys()]}; exchangeAuthorizationCode sends ${[...asked[0].keys()]}`);
console.log(`refreshCredentials sends ${asked[1].get('refresh_token')}, is given a2 and r2, and has ${session.token} and ${session.refreshToken} afterwards`);
process.exit(!address.searchParams.has('code_challenge') && !asked[0].has('code_verifier') && session.token === 'a2' && session.refreshToken === 'r1' ? 0 : 1);
PROGRAM
node look.mjs

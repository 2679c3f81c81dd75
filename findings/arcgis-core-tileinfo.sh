#!/usr/bin/env bash
# @arcgis/core 5.1.25 (npm): one key, tileInfo, in the description of an image service makes Layer.fromArcGISServerUrl take it for a tiled imagery layer, although the same description says
# singleFusedMapCache false, has no cacheType and serves classes in another coordinate system than that of the tiles. Without the key the same service is a dynamic imagery layer.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is missing (apt-get install nodejs npm)." >&2; exit 1; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --ignore-scripts --no-audit --no-fund --no-progress --silent @arcgis/core@5.1.25

cat >look.mjs <<'PROGRAM'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

// what a browser has and Node before 22 has not
globalThis.self = globalThis;
Promise.withResolvers ??= function () {
  let [resolve, reject] = [];
  const promise = new this((yes, no) => { [resolve, reject] = [yes, no]; });
  return { promise, resolve, reject };
};

const extent = { xmin: 500000, ymin: 5000000, xmax: 501000, ymax: 5001000, spatialReference: { wkid: 32633 } };
const description = {
  currentVersion: 10.91, name: 'classes', extent, initialExtent: extent, fullExtent: extent, spatialReference: { wkid: 32633 }, pixelSizeX: 10, pixelSizeY: 10, bandCount: 1, pixelType: 'U8',
  minValues: [], maxValues: [], meanValues: [], stdvValues: [], serviceDataType: 'esriImageServiceDataTypeThematic', capabilities: 'Image,Metadata', fields: [],
  rasterFunctionInfos: [{ name: 'None' }], hasColormap: false, hasRasterAttributeTable: false, hasHistograms: false, singleFusedMapCache: false,
};
const tileInfo = {
  rows: 256, cols: 256, dpi: 96, format: 'PNG32', origin: { x: -20037508.342787, y: 20037508.342787 }, spatialReference: { wkid: 102100, latestWkid: 3857 },
  lods: [0, 1].map(level => ({ level, resolution: 156543.033928 / 2 ** level, scale: 591657527.591555 / 2 ** level })),
};
const server = createServer((request, response) => response.setHeader('content-type', 'application/json')
  .end(JSON.stringify(request.url.includes('/WithTileInfo/') ? { ...description, tileInfo } : description)));
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));

const { default: Layer } = await import('@arcgis/core/layers/Layer.js');
const types = {};
for (const name of ['Plain', 'WithTileInfo']) {
  types[name] = (await Layer.fromArcGISServerUrl({ url: `http://127.0.0.1:${server.address().port}/arcgis/rest/services/${name}/ImageServer` })).type;
}

console.log(`@arcgis/core ${JSON.parse(readFileSync('node_modules/@arcgis/core/package.json')).version}`);
console.log('An image service of classes in UTM, singleFusedMapCache false, no cacheType, by Layer.fromArcGISServerUrl:');
console.log(`  without tileInfo: ${types.Plain}`);
console.log(`  with a tileInfo in Web Mercator besides: ${types.WithTileInfo}`);
process.exit(types.Plain === 'imagery' && types.WithTileInfo === 'imagery-tile' ? 0 : 1);
PROGRAM
node look.mjs

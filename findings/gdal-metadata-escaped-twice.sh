#!/usr/bin/env bash
# GDAL 3.6.2 (gdal-bin of Debian 12) escapes the text of a metadata item twice when it writes a GeoTIFF, and undoes both when it reads: JSON in an item is
# JSON for gdalinfo. geotiff.js 3.0.5 (npm) undoes neither: getGDALMetadata gives a text that is no JSON.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"

command -v gdal_translate >/dev/null || apt-get install -y -q --no-install-recommends gdal-bin=3.6.2* >/dev/null
version=$(gdalinfo --version); echo "$version"
case $version in *"GDAL 3.6.2"*) ;; *) echo "This is about GDAL 3.6.2."; exit 1 ;; esac
npm install --silent --no-audit --no-fund --ignore-scripts geotiff@3.0.5

printf 'ncols 1\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n5\n' >one.asc
gdal_translate -q -ot Byte -mo 'CLASSES=[{"value":5,"name":"Water & sea"}]' one.asc one.tif

echo "In the file:  $(grep -a -o '<Item name="CLASSES">[^<]*' one.tif)"
echo "gdalinfo:     $(gdalinfo -nofl one.tif | grep -o 'CLASSES=.*')"
cat >read.mjs <<'SCRIPT'
import { readFile } from 'node:fs/promises';
import { fromArrayBuffer } from 'geotiff';
const file = await readFile('one.tif');
const image = await (await fromArrayBuffer(file.buffer.slice(file.byteOffset, file.byteOffset + file.length))).getImage();
const text = String((await image.getGDALMetadata()).CLASSES);
console.log(`geotiff.js:   ${text}`);
let isJson = true;
try { JSON.parse(text); } catch { isJson = false; }
process.exit(isJson ? 1 : 0);
SCRIPT
gdalinfo one.tif | grep -q 'CLASSES=\[{"value":5,"name":"Water & sea"}\]'
grep -a -q '&amp;quot;value&amp;quot;' one.tif
node read.mjs

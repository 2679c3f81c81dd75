#!/usr/bin/env bash
# gdal_translate of gdal-bin 3.6.2 (Debian 12, apt): -of ENVI writes a pixel-interleaved GeoTIFF as BIP, though the driver's default is INTERLEAVE=BSQ: a copy takes
# over the source's interleaving unless the option is given. Whoever reads the plain file band by band reads other pixels.
set -euo pipefail
command -v gdal_translate >/dev/null || { apt-get update -q && apt-get install -yq --no-install-recommends gdal-bin; } >/dev/null 2>&1
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
gdalinfo --version

# three pixels of three bands, from text
for band in 1 2 3; do printf 'ncols 3\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n%s\n' "${band}1 ${band}2 ${band}3" >"$band.asc"; done
gdalbuildvrt -q -separate bands.vrt 1.asc 2.asc 3.asc
for order in PIXEL BAND; do gdal_translate -q -ot Byte -co INTERLEAVE=$order bands.vrt $order.tif; gdal_translate -q -of ENVI $order.tif $order.img; done
gdal_translate -q -of ENVI -co INTERLEAVE=BSQ PIXEL.tif asked.img

show() { printf '%s: %s, samples %s\n' "$1" "$(grep -i '^interleave' "${1%.img}.hdr")" "$(od -An -tu1 "$1" | xargs)"; }
show PIXEL.img; show BAND.img; show asked.img
[ "$(od -An -tu1 PIXEL.img | xargs)" = "11 21 31 12 22 32 13 23 33" ] && [ "$(od -An -tu1 BAND.img | xargs)" = "11 12 13 21 22 23 31 32 33" ] && cmp -s BAND.img asked.img

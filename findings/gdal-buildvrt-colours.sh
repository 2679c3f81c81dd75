#!/usr/bin/env bash
# gdalbuildvrt of gdal-bin 3.6.2 (Debian 12, apt): a raster whose band is called red leaves the mosaic of one whose band is called gray, though both have one band of bytes on one grid. There is a
# warning, the program ends with 0, and the pixels of the second are missing in the virtual raster.
set -euo pipefail
command -v gdalbuildvrt >/dev/null || { apt-get update -q && apt-get install -yq --no-install-recommends gdal-bin; } >/dev/null 2>&1
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
gdalinfo --version

# two tiles side by side, each of one band
for x in 0 2; do printf 'ncols 2\nnrows 1\nxllcorner %s\nyllcorner 0\ncellsize 1\n%s %s\n' $x $((x + 1)) $((x + 2)) >"$x.asc"; done
gdal_translate -q -ot Byte -colorinterp gray 0.asc left.tif
for colour in gray red; do
    gdal_translate -q -ot Byte -colorinterp $colour 2.asc right.tif
    code=0; gdalbuildvrt -q mosaic-$colour.vrt left.tif right.tif 2>said || code=$?
    gdal_translate -q -of ENVI mosaic-$colour.vrt $colour.img
    printf 'right tile %s: exit %s, columns %s, pixels %s; said: %s\n' "$colour" "$code" "$(gdalinfo mosaic-$colour.vrt | sed -n 's/^Size is //p')" "$(od -An -tu1 $colour.img | xargs)" "$(cat said)"
    [ "$code" = 0 ]
done
[ "$(od -An -tu1 gray.img | xargs)" = "1 2 3 4" ] && [ "$(od -An -tu1 red.img | xargs)" = "1 2" ]

#!/usr/bin/env bash
# gdal_translate -of COG of gdal-bin 3.6.2 (Debian 12, apt) over a virtual raster of two bands, each with a prepared overview in a file of its own: the overviews of all bands are read from the file of the
# first band's, by the number of the band in the raster. Where that file has one band the program fails and names a band that nobody asked for; where it has two, the second band's overview is the
# second band of that file, with exit 0. Each band read by itself has the right one.
set -euo pipefail
command -v gdal_translate >/dev/null || { apt-get update -q && apt-get install -yq --no-install-recommends gdal-bin; } >/dev/null 2>&1
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
gdalinfo --version

# raster NAME SIDE VALUE
raster() { { printf 'ncols %s\nnrows %s\nxllcorner 0\nyllcorner 0\ncellsize 1\n' "$2" "$2"; for ((row = 0; row < $2; row++)); do printf "$3 %.0s" $(seq "$2"); echo; done; } >"$1.asc"; gdal_translate -q -ot Byte "$1.asc" "$1.tif"; }
raster full1 512 10; raster full2 512 20; raster half1 256 11; raster half2 256 21; raster other 256 99
gdalbuildvrt -q -separate two.vrt half1.tif other.tif
band() { echo "<VRTRasterBand dataType=\"Byte\" band=\"$1\"><SimpleSource><SourceFilename relativeToVRT=\"1\">full$1.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource><Overview><SourceFilename relativeToVRT=\"1\">$2</SourceFilename><SourceBand>1</SourceBand></Overview></VRTRasterBand>"; }
pixel() { gdal_translate -q -b "$2" -outsize 256 256 -of ENVI "$1" read.img; od -An -tu1 -N1 read.img | xargs; }
for first in half1.tif two.vrt; do
    { echo '<VRTDataset rasterXSize="512" rasterYSize="512">'; band 1 $first; band 2 half2.tif; echo '</VRTDataset>'; } >both.vrt
    rm -f made.tif; code=0; gdal_translate -q -of COG -co OVERVIEWS=FORCE_USE_EXISTING -co BLOCKSIZE=256 both.vrt made.tif 2>said || code=$?
    made=none; [ -f made.tif ] && made="$(pixel made.tif 1) and $(pixel made.tif 2)"
    printf 'overviews in %s and half2.tif: bands by themselves %s and %s; COG: exit %s, %s; said: %s\n' $first "$(pixel both.vrt 1)" "$(pixel both.vrt 2)" "$code" "$made" "$(head -1 said)"
    echo "$code $made" >>seen
done
[ "$(cat seen)" = "1 none
0 11 and 99" ]

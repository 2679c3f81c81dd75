#!/usr/bin/env bash
# gdalwarp (GDAL 3.6.2, Debian 12, gdal-bin and python3-gdal): with UNIFIED_SRC_NODATA=NO, each band's NoData by itself, the holes of a band under -r bilinear and -r cubic depend on whether other bands
# stand beside it: alone it keeps its holes, beside two copies of itself single ones are filled. With YES, and by nearest samples, the two are the same.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
/usr/bin/env -i PATH=/usr/bin:/bin bash -c 'python3 -c "from osgeo import gdal" && command -v gdalwarp' >/dev/null 2>&1 \
  || { apt-get update -q >/dev/null; apt-get install -y -q --no-install-recommends gdal-bin python3-gdal >/dev/null; }

cat >holes.py <<'PROGRAM'
import random
import subprocess

from osgeo import gdal

gdal.UseExceptions()
columns, rows, hole = 160, 120, 0
random.seed(9)
samples = bytes(hole if random.random() < 0.1 else random.randrange(1, 256) for _ in range(columns * rows))
for bands in (1, 3):
    raster = gdal.GetDriverByName("GTiff").Create(f"{bands}.tif", columns, rows, bands)
    raster.SetGeoTransform((500000, 10, 0, 5000000, 0, -10))
    for band in range(1, bands + 1):
        raster.GetRasterBand(band).SetNoDataValue(hole)
        raster.GetRasterBand(band).WriteRaster(0, 0, columns, rows, samples)
    raster = None


def holes(bands, method, unified):
    subprocess.run(
        ["gdalwarp", "-q", "-overwrite", "-r", method, "-tr", "17", "17", "-te", "500000", "4998810", "501598", "5000000", "-wo", f"UNIFIED_SRC_NODATA={unified}", f"{bands}.tif", "out.tif"],
        check=True)
    warped = gdal.Open("out.tif")
    return warped.GetRasterBand(1).ReadRaster().count(bytes([hole]))


print(f"GDAL {gdal.__version__}")
differ = set()
for unified in ("NO", "YES"):
    for method in ("near", "bilinear", "cubic"):
        one, three = holes(1, method, unified), holes(3, method, unified)
        print(f"UNIFIED_SRC_NODATA={unified} -r {method}: {one} holes of the band alone, {three} beside two copies of itself")
        if one != three:
            differ.add((unified, method, three < one))
raise SystemExit(0 if differ == {("NO", "bilinear", True), ("NO", "cubic", True)} else 1)
PROGRAM

# the system's Python: Debian's package is built for it
env -i PATH=/usr/bin:/bin python3 holes.py

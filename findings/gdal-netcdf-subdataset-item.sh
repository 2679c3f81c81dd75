#!/usr/bin/env bash
# GDAL 3.6.2 (Debian 12, python3-gdal): GetMetadata("SUBDATASETS") of a netCDF file lists its variables, and GetMetadataItem of the same names in the same domain gives nothing. GeoTIFF and Zarr
# give the same text both ways.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
/usr/bin/env -i PATH=/usr/bin:/bin python3 -c 'from osgeo import gdal' 2>/dev/null || { apt-get update -q >/dev/null; apt-get install -y -q --no-install-recommends python3-gdal >/dev/null; }

cat >items.py <<'PROGRAM'
from osgeo import gdal

gdal.UseExceptions()


def variables(driver, path):
    file = gdal.GetDriverByName(driver).CreateMultiDimensional(path)
    group = file.GetRootGroup()
    axes = [group.CreateDimension("y", None, None, 3), group.CreateDimension("x", None, None, 4)]
    for name in ("red", "green"):
        group.CreateMDArray(name, axes, gdal.ExtendedDataType.Create(gdal.GDT_Byte)).Write(bytes(range(12)))


def pages(path):
    for append in ("NO", "YES"):
        gdal.GetDriverByName("GTiff").Create(path, 4, 3, 1, options=[f"APPEND_SUBDATASET={append}"])


variables("netCDF", "two.nc")
variables("Zarr", "two.zarr")
pages("two.tif")
print(f"GDAL {gdal.__version__}")
seen = {}
for path in ("two.tif", "two.zarr", "two.nc"):
    dataset = gdal.Open(path)
    listed = dataset.GetMetadata("SUBDATASETS")["SUBDATASET_1_NAME"]
    asked = dataset.GetMetadataItem("SUBDATASET_1_NAME", "SUBDATASETS")
    seen[path] = asked == listed
    print(f"{path}: GetMetadata lists SUBDATASET_1_NAME={listed}; GetMetadataItem gives {asked}")
    assert asked in (listed, None)
raise SystemExit(0 if seen == {"two.tif": True, "two.zarr": True, "two.nc": False} else 1)
PROGRAM

# the system's Python: Debian's package is built for it
env -i PATH=/usr/bin:/bin python3 items.py

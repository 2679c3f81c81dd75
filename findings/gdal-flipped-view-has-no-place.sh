#!/usr/bin/env bash
# GDAL 3.6.2 (Debian 12, python3-gdal): a view of a multidimensional array that turns an axis round, GetView("[::-1,...]"), has lost that axis' indexing variable, and as a classic dataset its
# geotransform, netCDF and Zarr alike. A view that cuts the same axis keeps both. Whoever turns rows to lay a raster north-up has to place it himself.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
/usr/bin/env -i PATH=/usr/bin:/bin python3 -c 'from osgeo import gdal' 2>/dev/null || { apt-get update -q >/dev/null; apt-get install -y -q --no-install-recommends python3-gdal >/dev/null; }

cat >views.py <<'PROGRAM'
import struct
from osgeo import gdal

gdal.UseExceptions()
print(f"GDAL {gdal.__version__}")
seen = {}
for driver in ("netCDF", "Zarr"):
    file = gdal.GetDriverByName(driver).CreateMultiDimensional(f"a.{driver.lower()}")
    group, double = file.GetRootGroup(), gdal.ExtendedDataType.Create(gdal.GDT_Float64)
    axes = []
    for name, kind, values in (("lat", "HORIZONTAL_Y", [50.0, 51.0, 52.0]), ("lon", "HORIZONTAL_X", [10.0, 11.0, 12.0, 13.0])):
        axis = group.CreateDimension(name, kind, None, len(values))
        variable = group.CreateMDArray(name, [axis], double)
        variable.Write(struct.pack(f"{len(values)}d", *values))
        if driver == "Zarr":  # netCDF's finds it by its name
            axis.SetIndexingVariable(variable)
        axes.append(axis)
    array = group.CreateMDArray("v", axes, double)
    array.Write(struct.pack("12d", *range(12)))
    for view in ("[0:3,...]", "[::-1,...]"):
        part = array.GetView(view)
        rows = part.GetDimensions()[0].GetIndexingVariable()
        known = struct.unpack("3d", rows.Read()) if rows is not None else None
        place = part.AsClassicDataset(1, 0).GetGeoTransform(can_return_null=True)
        seen[driver, view] = place is not None
        print(f"{driver} {view}: rows at {known}, geotransform {place}")
raise SystemExit(0 if all(seen[key] == (key[1] == "[0:3,...]") for key in seen) else 1)
PROGRAM
/usr/bin/env -i PATH=/usr/bin:/bin python3 views.py

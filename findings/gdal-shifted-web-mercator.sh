#!/usr/bin/env bash
# GDAL 3.6.2 (Debian 12, python3-gdal): a Web Mercator whose central meridian is 180, in Esri's WKT, is read right and keeps its meridian in the text that GDAL writes of it.
# Yet GDAL's own WKT (WKT1_GDAL, WKT2_2018), read again, computes with meridian 0. Only WKT1_ESRI, and any WKT under another name, come back as they were.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
/usr/bin/env -i PATH=/usr/bin:/bin python3 -c 'from osgeo import osr' 2>/dev/null || { apt-get update -q >/dev/null; apt-get install -y -q --no-install-recommends python3-gdal >/dev/null; }

cat >meridian.py <<'PROGRAM'
from osgeo import gdal, osr

osr.UseExceptions()
esri = ('PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],'
        'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",180.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]')
degrees = osr.SpatialReference()
degrees.ImportFromEPSG(4326)
degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)


def read(text):
    system = osr.SpatialReference()
    system.ImportFromWkt(text)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def easting(system):
    """Where longitude 180 lies: 0 with the meridian at 180, half around the world with the meridian at 0."""
    return round(osr.CoordinateTransformation(degrees, system).TransformPoint(180.0, 0.0)[0])


first = read(esri)
print(f"GDAL {gdal.__version__}, read as '{first.GetName()}': longitude 180 lies at {easting(first)} m")
seen = {}
for form in ("WKT1_GDAL", "WKT2_2018", "WKT1_ESRI"):
    text = first.ExportToWkt([f"FORMAT={form}"])
    seen[form] = easting(read(text))
    print(f"{form}, which {'holds' if '180' in text else 'lacks'} the meridian, read again: {seen[form]} m")
renamed = first.ExportToWkt(["FORMAT=WKT2_2018"]).replace(first.GetName(), "Mercator around 180")
print(f"WKT2_2018 under another name, read again: {easting(read(renamed))} m")
wrong = 20037508
raise SystemExit(0 if easting(first) == 0 and seen == {"WKT1_GDAL": wrong, "WKT2_2018": wrong, "WKT1_ESRI": 0} and easting(read(renamed)) == 0 else 1)
PROGRAM

# the system's Python: Debian's package is built for it
env -i PATH=/usr/bin:/bin python3 meridian.py

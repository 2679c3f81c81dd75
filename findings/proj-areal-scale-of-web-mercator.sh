#!/usr/bin/env bash
# PROJ 9.1.1 (Debian 12, python3-pyproj 3.4.1): the areal scale that proj_factors gives for Web Mercator (EPSG:3857) is that of a sphere, sec² of the latitude, though the system's ellipsoid is
# WGS 84 and its latitudes are geodetic. On the ellipsoid it is up to 0.7 percent more (at the equator) or less (at the poles). Of ellipsoidal Mercator (EPSG:3395) it is the ellipsoid's.
set -euo pipefail
/usr/bin/env -i PATH=/usr/bin:/bin python3 -c 'import pyproj' 2>/dev/null || { apt-get update -q >/dev/null; apt-get install -y -q --no-install-recommends python3-pyproj >/dev/null; }

/usr/bin/env -i PATH=/usr/bin:/bin python3 - <<'PROGRAM'
from math import cos, radians, sin

import pyproj

a, f = 6378137, 1 / 298.257223563
squared = f * (2 - f)
print(f"PROJ {pyproj.proj_version_str}, pyproj {pyproj.__version__}")


def ground(latitude):
    """Square metres of a square radian of longitude and geodetic latitude on WGS 84."""
    part = 1 - squared * sin(latitude) ** 2
    return a * a * (1 - squared) * cos(latitude) / part ** 2


holds = True
for degrees in (15, 30, 48, 60, 80):
    latitude = radians(degrees)
    sphere, mercator = (pyproj.Proj(name).get_factors(10, degrees).areal_scale for name in ("EPSG:3857", "EPSG:3395"))
    # y = a ln tan(pi/4 + latitude/2): dx dy = a² / cos(latitude) for a square radian
    true = a * a / cos(latitude) / ground(latitude)
    print(f"{degrees:2} degrees: areal scale {sphere:.9f} by proj_factors, sec² {1 / cos(latitude) ** 2:.9f}, on the ellipsoid {true:.9f}; EPSG:3395 {mercator:.9f}")
    holds = holds and abs(sphere * cos(latitude) ** 2 - 1) < 1e-8 and abs(sphere / true - 1) > 5e-4 and abs(mercator / sphere - 1) > 1e-4
raise SystemExit(0 if holds else 1)
PROGRAM

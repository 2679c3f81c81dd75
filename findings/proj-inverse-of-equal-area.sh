#!/usr/bin/env bash
# PROJ 9.1.1 (Debian 12, python3-pyproj 3.4.1): from the map to the ground and back to the map closes to nanometres in UTM, and not in the equal-area grids of Europe (EPSG:3035) and of EASE-Grid 2.0
# (EPSG:6933): their way to the ground is a short series in the authalic latitude, 0.5 to 1 mm off, and no longer keeps areas: by 3 to 6 parts in 10^10.
set -euo pipefail
/usr/bin/env -i PATH=/usr/bin:/bin python3 -c 'import pyproj' 2>/dev/null || { apt-get update -q >/dev/null; apt-get install -y -q --no-install-recommends python3-pyproj >/dev/null; }

/usr/bin/env -i PATH=/usr/bin:/bin python3 - <<'PROGRAM'
from math import hypot

import pyproj

print(f"PROJ {pyproj.proj_version_str}, pyproj {pyproj.__version__}")
places = {"EPSG:32633": (400000, 5500000), "EPSG:3035": (2600000, 1400000), "EPSG:6933": (1000000, 5000000)}
off = {}
for name, (x, y) in places.items():
    projection = pyproj.Proj(name)
    back = projection(*projection(x, y, inverse=True))
    off[name] = hypot(back[0] - x, back[1] - y)
    print(f"{name}: {x}, {y} comes back {off[name] * 1000:.6f} mm off")
raise SystemExit(0 if off["EPSG:32633"] < 1e-7 and off["EPSG:3035"] > 1e-5 and off["EPSG:6933"] > 1e-4 else 1)
PROGRAM

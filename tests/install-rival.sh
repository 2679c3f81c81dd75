#!/usr/bin/env bash
# Installs what the benchmark `rival` needs besides: the distribution's Python with numpy and rasterio, and gdal_translate. Does nothing where they are there.
set -euo pipefail

missing=()
/usr/bin/python3 -c 'import numpy, rasterio' 2>/dev/null || missing+=(python3 python3-numpy python3-rasterio)
command -v gdal_translate >/dev/null || missing+=(gdal-bin)
[ ${#missing[@]} -gt 0 ] || exit 0
command -v apt-get >/dev/null || { echo "Missing and not to be had without apt: ${missing[*]}." >&2; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "Installing '${missing[*]}' needs root: run this as root, or install sudo." >&2
        exit 1
    fi
}

echo "Installing ${missing[*]}"
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null ||
    { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null; }

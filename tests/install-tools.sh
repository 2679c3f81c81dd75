#!/usr/bin/env bash
# Installs what only the tests need: GDAL's own tools and pyproj, to compare with, a PostgreSQL that they start themselves, and scikit-learn, onnx, torch and torchvision
# for Python, which make the networks of tests/networks.
set -euo pipefail

missing=()
command -v gdalwarp >/dev/null || missing+=(gdal-bin)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
/usr/bin/python3 -c 'import pyproj' 2>/dev/null || missing+=(python3-pyproj)
/usr/bin/python3 -c 'import sklearn' 2>/dev/null || missing+=(python3-sklearn)
/usr/bin/python3 -c 'import onnx' 2>/dev/null || missing+=(python3-onnx)
/usr/bin/python3 -c 'import torch' 2>/dev/null || missing+=(python3-torch)
/usr/bin/python3 -c 'import torchvision' 2>/dev/null || missing+=(python3-torchvision)
[ ${#missing[@]} -gt 0 ] || exit 0
command -v apt-get >/dev/null || { echo "Missing and not to be had without apt: ${missing[*]}; the tests that need them say so." >&2; exit 0; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "Installing '${missing[*]}' needs root: run this as root, or install sudo." >&2
        exit 1
    fi
}

# the package would make and start a server of its own
as_root sh -c 'mkdir -p /etc/postgresql-common && [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf'
echo "Installing ${missing[*]}"
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null ||
    { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null; }

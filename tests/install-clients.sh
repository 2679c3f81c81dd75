#!/usr/bin/env bash
# Installs the ArcGIS clients that the tests drive, from npm and by the lock file; Node itself from apt when it is missing.
set -euo pipefail
cd "$(dirname "$0")/clients"

missing=()
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
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
fi

# what is there already is what the lock file says
cmp -s package-lock.json node_modules/.rasteranalysis-lock && exit 0
npm ci --ignore-scripts --no-progress
cp package-lock.json node_modules/.rasteranalysis-lock

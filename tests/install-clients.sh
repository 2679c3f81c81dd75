#!/usr/bin/env bash
# Installs the clients that the tests drive, and what the OpenAPI document is checked with, from npm and by the lock files; Node itself and a browser from apt when they are missing. What only the tests in a browser
# need may be missing: they say so and are skipped.
set -euo pipefail
cd "$(dirname "$0")/clients"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "Installing needs root: run this as root, or install sudo." >&2
        return 1
    fi
}

install() {
    command -v apt-get >/dev/null || { echo "Missing and not to be had without apt: $*." >&2; return 1; }
    echo "Installing $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null ||
        { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null; }
}

# packages FOLDER: what is there already is what the lock file says.
packages() {
    cmp -s "$1/package-lock.json" "$1/node_modules/.rasteranalysis-lock" && return
    (cd "$1" && npm ci --ignore-scripts --no-progress) && cp "$1/package-lock.json" "$1/node_modules/.rasteranalysis-lock"
}

missing=()
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
[ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
packages .
packages ../openapi
packages ../cloud-stores

packages browser || echo "*** The packages of tests/clients/browser cannot be had here: the tests in a browser will be SKIPPED." >&2
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || install chromium ||
    echo "*** No Chromium can be had here: the tests in a browser will be SKIPPED." >&2

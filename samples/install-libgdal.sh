#!/usr/bin/env bash
# Installs what the service needs besides the .NET SDK: libgdal 3.6 or newer, and curl. Does nothing where they are there.
set -euo pipefail

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "Installing '$*' needs root: run this as root, or install sudo." >&2
        exit 1
    fi
}

has_libgdal() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -q 'libgdal\.so\.[0-9]'; }

missing=()
command -v curl >/dev/null || missing+=(curl ca-certificates)
if ! has_libgdal; then
    command -v apt-get >/dev/null || { echo "libgdal is missing and this is not Debian or Ubuntu: install GDAL 3.6 or newer by hand." >&2; exit 1; }
    [ -n "$(apt-cache search --names-only '^libgdal[0-9]+(t64)?$')" ] || as_root apt-get update -q
    # the library's name carries its version: libgdal32 in Debian 12, libgdal34t64 in Ubuntu 24.04
    library=$(apt-cache search --names-only '^libgdal[0-9]+(t64)?$' | cut -d' ' -f1 | sort -V | tail -n 1)
    [ -n "$library" ] || { echo "apt knows no libgdal; on Ubuntu it is in the component 'universe'." >&2; exit 1; }
    missing+=("$library")
fi

if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null ||
        { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null; }
fi

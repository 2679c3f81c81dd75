#!/usr/bin/env bash
# Installs what the benchmark `pictures` compares with: MapServer and lighttpd of the distribution. Neither is started: the benchmark runs them itself. Does nothing where they are there.
set -euo pipefail

missing=()
[ -x /usr/lib/cgi-bin/mapserv ] || missing+=(cgi-mapserver)
[ -x /usr/sbin/lighttpd ] || missing+=(lighttpd)
[ ${#missing[@]} -gt 0 ] || exit 0
command -v apt-get >/dev/null || { echo "Missing and not to be had without apt: ${missing[*]}." >&2; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "Installing '${missing[*]}' needs root: run this as root, or install sudo." >&2
        exit 1
    fi
}

echo "Installing ${missing[*]}"
# RUNLEVEL: the packages would start lighttpd on port 80
as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null ||
    { as_root apt-get update -q && as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null; }

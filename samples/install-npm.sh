#!/usr/bin/env bash
# Installs what the service's page is built with: Node.js 18 or newer with npm. Does nothing where they are there; where they cannot be had the service is built without its page.
set -euo pipefail

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

missing=()
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
[ ${#missing[@]} -gt 0 ] || exit 0
echo "Installing ${missing[*]}"
install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null; }
command -v apt-get >/dev/null && { install || { as_root apt-get update -q && install; }; } ||
    echo "${missing[*]} cannot be installed here: the service will have no page at its root." >&2

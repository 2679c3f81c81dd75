#!/usr/bin/env bash
# Puts a real Landsat 7 image (six bands, 349 x 352 pixels) where the samples look for it.
#
#   samples/scene/fetch-landsat.sh [PATH]      default: artifacts/samples/L7_ETMs.tif in this repository
#
# The image travels inside the Debian and Ubuntu package r-cran-stars. The package is only downloaded and
# opened, never installed, so R is not needed. A file that is already there is left alone.
set -euo pipefail

package=r-cran-stars
image=L7_ETMs.tif

fail() { echo "fetch-landsat: $*" >&2; exit 1; }

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${1:-$repository/artifacts/samples/$image}
[[ $# -le 1 ]] || fail "one argument at most: the path to write"
[[ ! -d $target ]] || fail "$target is a folder; give the path of the file to write"

if [[ -s $target ]]; then
  echo "fetch-landsat: $target is already there"
  exit 0
fi

for tool in apt-get apt-cache dpkg-deb tar; do
  command -v "$tool" >/dev/null || fail "$tool not found; this script needs Debian or Ubuntu"
done

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "the package lists have to be refreshed: run 'apt-get update' as root, then this script again"
  fi
}

refresh_lists() { as_root apt-get update -qq >&2 || fail "apt-get update failed"; }

lists_know_package() {
  # Not `apt-cache show | grep -q`: grep would close the pipe early and pipefail would call that a failure.
  [[ -n $(apt-cache show "$package" 2>/dev/null || true) ]]
}

# As root, apt would rather download as its own user, who may not write here; it is told to stay root.
scratch=$(mktemp -d)
partial=
trap 'rm -rf "$scratch"; [[ -z $partial ]] || rm -f "$partial"' EXIT

download() { (cd "$scratch" && apt-get download -qq -o APT::Sandbox::User=root "$package" >&2); }

refreshed=no
if ! lists_know_package; then
  refresh_lists; refreshed=yes
  lists_know_package || fail "apt knows no package $package (on Ubuntu it is in the component 'universe')"
fi
if ! download; then
  # Old lists name a version that the mirror has dropped since.
  [[ $refreshed = no ]] || fail "cannot download $package"
  refresh_lists
  download || fail "cannot download $package"
fi

archives=("$scratch/$package"_*.deb)
[[ -s ${archives[0]} ]] || fail "apt-get download left no $package archive"

mkdir "$scratch/files"
dpkg-deb --fsys-tarfile "${archives[0]}" | tar -x -C "$scratch/files" --no-same-owner --wildcards "*/$image" \
  || fail "$image is not in ${archives[0]##*/}"
found=$(find "$scratch/files" -type f -name "$image" -size +0 -print -quit)
[[ -n $found ]] || fail "$image is not in ${archives[0]##*/}"

# Copied beside the target first: a rename inside one folder is atomic, a copy from the scratch folder is not.
mkdir -p "$(dirname "$target")"
partial=$(mktemp "$target.XXXXXX")
cat "$found" > "$partial"
chmod 644 "$partial"
mv -f "$partial" "$target"
partial=
echo "fetch-landsat: wrote $target"

#!/usr/bin/env bash
# GDAL 3.6.2 (Debian 12, apt): a Zarr store of version 3 as the specification was published (zarr.json in each folder) is not refused. gdalmdiminfo opens it, and an array in it by its own folder too,
# as a group without arrays, and ends with 0; the driver knows the draft of version 3 (zarr.json with a metadata folder) alone. The same array as version 2 is listed.
set -euo pipefail
command -v gdalmdiminfo >/dev/null || { apt-get update -q && apt-get install -yq --no-install-recommends gdal-bin; } >/dev/null 2>&1
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
gdalinfo --version

# two rows of three bytes, uncompressed, as version 3 and as version 2
mkdir -p three/data/c/0 two/data
echo '{"zarr_format":3,"node_type":"group","attributes":{}}' >three/zarr.json
echo '{"zarr_format":3,"node_type":"array","shape":[2,3],"data_type":"uint8","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2,3]}},"chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},"codecs":[{"name":"bytes"}],"fill_value":0,"attributes":{},"dimension_names":["y","x"]}' >three/data/zarr.json
printf '\1\2\3\4\5\6' >three/data/c/0/0
echo '{"zarr_format":2}' >two/.zgroup
echo '{"zarr_format":2,"shape":[2,3],"chunks":[2,3],"dtype":"|u1","compressor":null,"fill_value":0,"order":"C","filters":null}' >two/data/.zarray
printf '\1\2\3\4\5\6' >two/data/0.0

for store in two three three/data; do
    code=0; said=$(gdalmdiminfo "$store" 2>&1) || code=$?
    printf '%s: exit %s, arrays %s, lines that say ERROR %s\n' "$store" "$code" "$(grep -c '"datatype"' <<<"$said" || true)" "$(grep -c ERROR <<<"$said" || true)"
    case $store in two) [ "$code" = 0 ] && grep -q '"data"' <<<"$said" ;; *) [ "$code" = 0 ] && ! grep -q '"arrays"' <<<"$said" && ! grep -q ERROR <<<"$said" ;; esac
done

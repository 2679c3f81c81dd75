#!/usr/bin/env bash
# Trains the samples of this folder anew and writes their packages; names of scripts as arguments make those alone.
# Needs python3-torch python3-torchvision python3-sklearn python3-rasterio python3-numpy python3-onnx python3-pil.
set -euo pipefail
cd "$(dirname "$0")"
../scene/fetch-landsat.sh
# torch's threads wait for each other without spinning: where something else runs too, that is several times quicker
export OMP_WAIT_POLICY=PASSIVE PYTHONDONTWRITEBYTECODE=1
[ $# -gt 0 ] || set -- stac_mlm deepness forest maximum_likelihood arcgis_learn torchscript python_function
for script in "$@"; do
    /usr/bin/python3 "${script%.py}.py"
done

#!/usr/bin/env bash
# The quickstart's job by the native API, as plain curl calls. Needs a running service and the samples:
#   samples/quickstart.sh --keep, then: samples/curl/native-api.sh http://127.0.0.1:5000
set -euo pipefail
base=${1:-http://127.0.0.1:5000}
cd "$(dirname "$0")/../.."

# 1. Bring the scene and the model. Each answer is an item; its id is what later calls name.
scene=$(curl -fsS -F file=@artifacts/samples/L7_ETMs.tif "$base/api/v1/items" | sed 's/^{"id":"\([^"]*\)".*/\1/')
model=$(curl -fsS -F file=@samples/land-cover/land-cover.dlpk "$base/api/v1/items" | sed 's/^{"id":"\([^"]*\)".*/\1/')

# 2. Submit the job. The answer comes at once.
job=$(curl -fsS -H 'Content-Type: application/json' "$base/api/v1/classify-pixels/jobs" -d "{
  \"inputRaster\": {\"itemId\": \"$scene\"},
  \"model\": {\"itemId\": \"$model\"},
  \"modelArguments\": {\"padding\": 64}
}" | sed 's/^{"id":"\([^"]*\)".*/\1/')

# 3. Follow it: the stream ends when the job does.
curl -fsSN "$base/api/v1/jobs/$job/events"

# 4. Fetch the classified GeoTIFF.
raster=$(curl -fsS "$base/api/v1/jobs/$job" | sed -n 's/.*"raster":"\([^"]*\)".*/\1/p')
curl -fsS -o artifacts/samples/land-cover-native.tif "$raster"
echo "artifacts/samples/land-cover-native.tif"

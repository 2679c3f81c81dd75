#!/usr/bin/env bash
# The quickstart's job by the ArcGIS REST face, as plain curl calls. Needs a running service whose raster store 'samples' has the scene
# and the model:
#   samples/quickstart.sh --keep, then: samples/curl/arcgis-rest.sh http://127.0.0.1:5000
set -euo pipefail
base=${1:-http://127.0.0.1:5000}
task=$base/arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning
cd "$(dirname "$0")/../.."

# 1. Submit the job: every parameter is a text that holds JSON.
job=$(curl -fsS "$task/submitJob" \
    --data-urlencode 'inputRaster={"uri":"/rasterStores/samples/L7_ETMs.tif"}' \
    --data-urlencode 'model={"uri":"/rasterStores/samples/land-cover.dlpk"}' \
    --data-urlencode 'modelArguments={"padding":"64","batch_size":"4"}' \
    --data-urlencode 'context={"processorType":"CPU"}' \
    -d f=json | sed -n 's/.*"jobId":"\([^"]*\)".*/\1/p')

# 2. Ask until it is done.
until curl -fsS "$task/jobs/$job?f=json" | grep -qE 'esriJob(Succeeded|Failed|Cancelled|TimedOut)'; do sleep 0.5; done
curl -fsS "$task/jobs/$job?f=pjson"

# 3. The result is an image service: look at it, and read its legend.
server=$(curl -fsS "$task/jobs/$job/results/outRaster?f=json" | sed -n 's/.*"url":"\([^"]*\)".*/\1/p')
curl -fsS "$server/legend?f=json" | head -c 300
extent=$(curl -fsS "$server?f=json" | sed -n 's/.*"extent":{"xmin":\([^,]*\),"ymin":\([^,]*\),"xmax":\([^,]*\),"ymax":\([^,}]*\).*/\1,\2,\3,\4/p')
curl -fsS -o artifacts/samples/land-cover-arcgis.png "$server/exportImage?bbox=$extent&size=698,704&format=png32&f=image"
echo
echo "artifacts/samples/land-cover-arcgis.png"

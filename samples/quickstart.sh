#!/usr/bin/env bash
# Classifies a real Landsat scene on a fresh machine: installs what is missing, builds, starts the service, runs a job over HTTP and
# leaves a classified GeoTIFF and a PNG of it.
#   samples/quickstart.sh          stops the service at the end
#   samples/quickstart.sh --keep   leaves it running
#   samples/quickstart.sh --all    then runs a package of each kind that the service takes (samples/kinds) and a detector (samples/objects) over the same scene
set -euo pipefail
cd "$(dirname "$0")/.."
. samples/functions.sh

keep=false
all=false
for option in "$@"; do
    case "$option" in
        --keep) keep=true ;;
        --all) all=true ;;
        *) echo "usage: samples/quickstart.sh [--all] [--keep]" >&2; exit 64 ;;
    esac
done

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing; https://dotnet.microsoft.com/download has it." >&2; exit 1; }
samples/install-libgdal.sh
samples/install-npm.sh

# The samples: the scene out of a Debian package, the network out of this repository. The folder is a raster store of the service.
store="$PWD/artifacts/samples"
mkdir -p "$store"
samples/scene/fetch-landsat.sh "$store/L7_ETMs.tif"
cp samples/land-cover/land-cover.dlpk samples/objects/ponds-and-fields.dlpk "$store/"

echo "Building (a few minutes the first time)"
dotnet build src/RasterAnalysis.Api -c Release -v quiet --nologo
program=$(dotnet msbuild src/RasterAnalysis.Api -p:Configuration=Release -getProperty:TargetPath)

# A folder and a port of its own, so that a service that is still running is not disturbed.
run="$PWD/artifacts/quickstart/$(date +%Y%m%d-%H%M%S)-$$"
mkdir -p "$run"
port=${QUICKSTART_PORT:-5000}
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
base="http://127.0.0.1:$port"

# A package of every kind has a Python raster function among them, which runs where this machine can confine it.
if $all && /usr/bin/python3 -I -c "import numpy" 2>/dev/null && /usr/bin/python3 -I -B src/RasterAnalysis.Worker/Python/confinement.py >/dev/null; then
    export RasterAnalysis__PythonFunctions__Mode=Confined
fi
RasterAnalysis__DataRoot="$run/data" RasterAnalysis__RasterStores__samples="$store" \
    nohup dotnet "$program" --urls "$base" >"$run/service.log" 2>&1 </dev/null &
service=$!
stop() { kill "$service" 2>/dev/null && wait "$service" 2>/dev/null || true; }
trap stop EXIT

fail() {
    echo "$1" >&2
    tail -n 20 "$run/service.log" >&2
    exit 1
}

for _ in $(seq 1 300); do
    curl -fsS "$base/healthz/ready" >/dev/null 2>&1 && break
    kill -0 "$service" 2>/dev/null || fail "The service did not start:"
    sleep 0.2
done
curl -fsS "$base/healthz/ready" >/dev/null || fail "The service is not ready:"

echo "Uploading the scene and the model"
scene=$(id "$(curl -fsS -F "file=@$store/L7_ETMs.tif" -F title=Olinda "$base/api/v1/items")")
model=$(id "$(curl -fsS -F "file=@$store/land-cover.dlpk" "$base/api/v1/items")")
[ -n "$scene" ] && [ -n "$model" ] || fail "The uploads were not taken:"

echo "Classifying"
answer=$(classify "$scene" "$model" LandCover) || fail "The job was not taken:"
[ "$(value status "$answer")" = succeeded ] || fail "The job ended as $(value status "$answer"): $answer"
messages "$answer"
download "$answer" "$run/LandCover"
raster=$(value raster "$answer")
server=$(value imageServer "$answer")
job=$(id "$answer")

cat <<END

Classified GeoTIFF: $run/LandCover.tif
Its class names:    $run/LandCover.tif.aux.xml (QGIS and GDAL before 3.12 look there)
Picture of it:      $run/LandCover.png

END
result=0
if $all; then
    samples/kinds/run.sh "$base" "$store/L7_ETMs.tif" "$run/kinds" || result=$?
    echo
    samples/objects/run.sh "$base" "$store/L7_ETMs.tif" "$run/objects" || result=$?
    echo
fi
if $keep; then
    trap - EXIT
    cat <<END
The service goes on (process $service; 'kill $service' ends it):
  The page            $base/#/jobs/$job
  Swagger UI          $base/swagger
  The result          $raster
  Its image service   $server
  ArcGIS REST         $base/arcgis/rest/services
  Job queue           $base/hangfire
To start it again with what it has now:
  RasterAnalysis__DataRoot="$run/data" dotnet "$program" --urls "$base"
END
else
    cat <<END
The service is stopped again; with --keep it stays, at:
  The page            $base/#/jobs/$job
  Swagger UI          $base/swagger
  The result          $raster
  Its image service   $server
END
fi
exit "$result"

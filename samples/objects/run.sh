#!/usr/bin/env bash
# Brings the sample detector to a running service, has it look for ponds and bare fields in a scene, and leaves what it found.
#
#   samples/objects/run.sh ADDRESS [SCENE] [FOLDER]
#   samples/quickstart.sh --keep, then: samples/objects/run.sh http://127.0.0.1:5000
#
# FOLDER (artifacts/objects) receives the objects as GeoPackage and GeoJSON, and objects.svg: the scene with their outlines, for a browser.
set -euo pipefail
cd "$(dirname "$0")/../.."
. samples/functions.sh
base=${1:?"the address of a service, for example http://127.0.0.1:5000"}
scene_file=${2:-artifacts/samples/L7_ETMs.tif}
folder=${3:-artifacts/objects}
mkdir -p "$folder"

uploaded=$(curl -fsS -F "file=@$scene_file" "$base/api/v1/items")
scene=$(id "$uploaded")
card=$(curl -fsS -F "file=@samples/objects/ponds-and-fields.dlpk" "$base/api/v1/items")
model=$(id "$card")
[ -n "$scene" ] && [ -n "$model" ] || { echo "The scene or the detector was not taken." >&2; exit 1; }
echo "== Objects: a detector, its outputs read thus: $(value detector "$card") ($(wc -c <samples/objects/ponds-and-fields.dlpk) bytes)"
answer=$(submit detect-objects "$scene" "$model") || { echo "The job was not taken." >&2; exit 1; }
messages "$answer"
[ "$(value status "$answer")" = succeeded ] || { echo "The job ended as $(value status "$answer")." >&2; exit 1; }

features=$(value features "$answer")
layer=$(value featureServer "$answer")/0
curl -fsS -o "$folder/objects.gpkg" "$base/api/v1/items/$(value itemId "$answer")/data"
curl -fsS -o "$folder/objects.geojson" "$features?limit=10000"

# The picture: what the image service gives of the scene's extent, and over it each outline in map units, y upwards.
server=$(value imageServer "$uploaded")
numbers=$(curl -fsS "$server?f=json" | sed -n 's/.*"extent":{"xmin":\([^,]*\),"ymin":\([^,]*\),"xmax":\([^,]*\),"ymax":\([^,}]*\).*/\1 \2 \3 \4/p')
read -r west south east north <<<"$numbers"
curl -fsS -o "$folder/scene.png" "$server/exportImage?bbox=$west,$south,$east,$north&size=698,704&bandIds=3,2,1&format=png32&f=image"
{
    echo "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"698\" height=\"704\" viewBox=\"0 0 698 704\">"
    echo "<image href=\"data:image/png;base64,$(base64 -w 0 "$folder/scene.png")\" width=\"698\" height=\"704\"/>"
    curl -fsS "$layer/query?where=1%3D1&outFields=Class&f=json&resultRecordCount=2000" | sed 's/{"attributes":/\n&/g' |
        sed -n 's/.*"Class":"\([^"]*\)".*"rings":\[\[\[\(.*\)\]\]\].*/\1|\2/p' | sed 's/\],\[/ /g' |
        awk -F'|' -v west="$west" -v north="$north" -v across="$east" -v down="$south" '{
            color = $1 == "Pond" ? "#0070ff" : "#e64c00"
            count = split($2, places, " ")
            printf "<polygon fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"", color
            for (i = 1; i <= count; i++) {
                split(places[i], place, ",")
                printf "%.1f,%.1f ", (place[1] - west) / (across - west) * 698, (north - place[2]) / (north - down) * 704
            }
            print "\"><title>" $1 "</title></polygon>"
        }'
    echo "</svg>"
} >"$folder/objects.svg"
echo "  table: $folder/objects.gpkg, $folder/objects.geojson"
echo "  picture: $folder/objects.svg"

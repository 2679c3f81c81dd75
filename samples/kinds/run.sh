#!/usr/bin/env bash
# Brings a package of each kind to a running service, prints its card in short, and classifies a scene with it.
#
#   samples/kinds/run.sh ADDRESS [SCENE] [FOLDER] [NAME…]
#   samples/quickstart.sh --keep, then: samples/kinds/run.sh http://127.0.0.1:5000
#
# Names of results (Forest, TorchScript) run those kinds alone.
# FOLDER (artifacts/kinds) receives a GeoTIFF, a picture and the card of each, and index.html: all pictures with their legends.
# What needs something else than the service is said where the service refuses it for that; anything else that fails ends in exit 1.
set -euo pipefail
cd "$(dirname "$0")/../.."
. samples/functions.sh
base=${1:?"the address of a service, for example http://127.0.0.1:5000"}
scene_file=${2:-artifacts/samples/L7_ETMs.tif}
folder=${3:-artifacts/kinds}
page=$folder/index.html

# name of the result | file | what it is | what it needs besides the service, and how to have it
kinds=(
    "LandCover|samples/land-cover/land-cover.dlpk|ONNX with an .emd|"
    "Deepness|samples/kinds/deepness.onnx|ONNX by itself, with the metadata of Deepness (the service chooses its colours)|"
    "StacMlm|samples/kinds/stac-mlm.zip|ONNX with a STAC item of the MLM extension|"
    "Forest|samples/kinds/forest.dlpk|a random forest of scikit-learn, [N, bands]|"
    "MaximumLikelihood|samples/kinds/maximum-likelihood.ecd|an ArcGIS classifier definition|"
    "ArcGisLearn|samples/kinds/arcgis-learn.dlpk|weights of arcgis.learn's UnetClassifier|"
    "TorchScript|samples/kinds/torchscript.dlpk|a TorchScript module|torch for Python: apt-get install python3-torch"
    "PythonFunction|samples/kinds/python-function.dlpk|a Python raster function|functions to be allowed: RasterAnalysis__PythonFunctions__Mode=Confined"
)

# classes JSON: a line for each class of a card, with value, red, green, blue and name
classes() {
    sed 's/.*"model":{//; s/.*"classes":\[\(.*\)\],"extractBands".*/\1/; s/},{/\n/g' <<<"$1" |
        sed -n 's/.*"value":\([0-9]*\),"name":"\([^"]*\)","color":\[\([0-9]*\),\([0-9]*\),\([0-9]*\)\].*/\1 \3 \4 \5 \2/p'
}

# preparation JSON: what was made of the file when it came in, a line each
preparation() { sed 's/.*"preparation":\[\(.*\)\],"normalization".*/\1/; s/},{/\n/g' <<<"$1" | sed -n 's/.*"text":"\([^"]*\)".*/\1/p'; }

# share VALUE: of how many pixels in a hundred the table makes this class; table and total are the caller's
share() {
    local count thousandths
    count=$(sed -n "s/^$1 //p" <<<"$table")
    thousandths=$((1000 * ${count:-0} / total))
    echo "$((thousandths / 10)).$((thousandths % 10)) %"
}

mkdir -p "$folder"
scene=$(id "$(curl -fsS -F "file=@$scene_file" "$base/api/v1/items")")
[ -n "$scene" ] || { echo "The scene was not taken." >&2; exit 1; }
cat >"$page" <<'END'
<!doctype html>
<meta charset="utf-8">
<title>Packages of each kind</title>
<style>
    body { font: 15px/1.4 sans-serif; margin: 2em; display: flex; flex-wrap: wrap; gap: 2em }
    section { width: 349px }
    img { width: 349px; border: 1px solid #888; image-rendering: pixelated }
    i { display: inline-block; width: 1em; height: 1em; margin-right: .5em; border: 1px solid #888; vertical-align: middle }
    p { margin: .3em 0; color: #444 }
</style>
END

asked=0
ran=0
apart=()
failed=()
for kind in "${kinds[@]}"; do
    IFS='|' read -r name file what needs <<<"$kind"
    [ $# -lt 4 ] || [[ " ${*:4} " = *" $name "* ]] || continue
    asked=$((asked + 1))
    echo
    echo "== $name: $what (${file##*/}, $(wc -c <"$file") bytes)"
    card=$(curl -sS -F "file=@$file" "$base/api/v1/items")
    model=$(id "$card")
    refusal=$(value detail "$card")
    if [ "$(value state "$card")" = preparing ]; then
        refusal=$(value refusal "$(ready "$card")")
        [ -n "$refusal" ] || card="{\"id\":\"$model\",\"model\":$(curl -fsS "$base/api/v1/items/$model/model")}"
    fi
    if [ -z "$model" ] || [ -n "$refusal" ]; then
        echo "  refused: $refusal"
        if [ -n "$needs" ]; then apart+=("$name (needs $needs)"); else failed+=("$name"); fi
        continue
    fi
    echo "$card" >"$folder/$name.json"
    echo "  runtime: $(value runtime "$card")"
    preparation "$card" | sed 's/^/  prepared: /'
    echo "  seams: $(value report "$card")"
    if ! answer=$(classify "$scene" "$model") || [ "$(value status "$answer")" != succeeded ]; then
        echo "  the job failed:"
        messages "${answer:-}"
        failed+=("$name")
        continue
    fi
    download "$answer" "$folder/$name"
    table=$(curl -fsS "$(value imageServer "$answer")/rasterAttributeTable?f=json" | grep -o '"Value":[0-9]*,"Count":[0-9]*' | sed 's/[^0-9,]//g; s/,/ /')
    total=$(($(sed 's/.* //' <<<"$table" | paste -sd+)))
    {
        echo "<section><h2>$what</h2><img src=\"$name.png\" alt=\"$name\"><p>$(value runtime "$card"). $(value report "$card")</p>"
        while read -r value red green blue label; do
            echo "<div><i style=\"background: rgb($red,$green,$blue)\"></i>$value $label, $(share "$value")</div>"
        done < <(classes "$card")
        echo "</section>"
    } >>"$page"
    while read -r value red green blue label; do
        # the colour itself where a terminal shows it
        [ -t 1 ] && swatch="\e[48;2;$red;$green;${blue}m  \e[0m " || swatch=
        printf "  %b%s %s (%s, %s, %s): %s\n" "$swatch" "$value" "$label" "$red" "$green" "$blue" "$(share "$value")"
    done < <(classes "$card")
    echo "  picture: $folder/$name.png"
    ran=$((ran + 1))
done

echo
echo "$ran of $asked kinds ran; all pictures with their legends: $page"
[ ${#apart[@]} -eq 0 ] || printf 'Not run here: %s\n' "${apart[@]}"
[ ${#failed[@]} -eq 0 ] || { echo "Failed: ${failed[*]}" >&2; exit 1; }

# Sourced by the samples' scripts: what they ask the service at $base, with nothing but curl and sed.

# value NAME JSON: one text of a JSON answer
value() { sed -n "s/.*\"$1\":\"\(\([^\"\\\\]\|\\\\.\)*\)\".*/\1/; T; s/\\\\\"/\"/g; p" <<<"$2" | head -n 1; }

# id JSON: what a created item or job is called
id() { sed -n 's/^{"id":"\([^"]*\)".*/\1/p' <<<"$1"; }

# ready ITEM: an uploaded item once it is ready or refused; a file that has to be converted first may take longer than the upload's answer
ready() {
    local item=$1
    while [ "$(value state "$item")" = preparing ]; do
        sleep 0.3
        item=$(curl -fsS "$base/api/v1/items/$(id "$item")") || return 1
    done
    echo "$item"
}

# submit TOOL RASTER MODEL [NAME]: submits a job of a tool (classify-pixels, detect-objects) over two items, waits for it, and prints it
submit() {
    local job answer
    answer=$(curl -sS -H 'Content-Type: application/json' \
        -d "{\"inputRaster\":{\"itemId\":\"$2\"},\"model\":{\"itemId\":\"$3\"}${4:+,\"outputName\":\"$4\"}}" "$base/api/v1/$1/jobs")
    job=$(id "$answer")
    [ -n "$job" ] || { echo "  refused: $(value detail "$answer")" >&2; return 1; }
    while :; do
        answer=$(curl -fsS "$base/api/v1/jobs/$job") || return 1
        case "$(value status "$answer")" in
            succeeded | failed | cancelled | timedOut) break ;;
        esac
        sleep 0.3
    done
    echo "$answer"
}

# classify RASTER MODEL [NAME]
classify() { submit classify-pixels "$@"; }

# messages JOB: what a job said, a line each
messages() { sed 's/.*"messages":\[\(.*\)\],"submitted.*/\1/; s/},{/\n/g' <<<"$1" | sed -n 's/.*"text":"\([^"]*\)".*/  \1/p'; }

# download JOB PATH: the classified GeoTIFF as PATH.tif, its attribute table beside it, and a picture of it as PATH.png
download() {
    local raster server extent
    raster=$(value raster "$1")
    server=$(value imageServer "$1")
    curl -fsS -o "$2.tif" "$raster"
    curl -fsS -o "$2.tif.aux.xml" "$raster/${2##*/}.tif.aux.xml"
    extent=$(curl -fsS "$server?f=json" | sed -n 's/.*"extent":{"xmin":\([^,]*\),"ymin":\([^,]*\),"xmax":\([^,]*\),"ymax":\([^,}]*\).*/\1,\2,\3,\4/p')
    curl -fsS -o "$2.png" "$server/exportImage?bbox=$extent&size=698,704&format=png32&f=image"
}

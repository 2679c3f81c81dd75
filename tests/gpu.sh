#!/usr/bin/env bash
# Verifies the service on a machine with an NVIDIA GPU: builds the worker for GPUs, classifies the sample scene on the CPU and on the GPU,
# and compares the labels pixel by pixel. Where TensorRT is installed it does the same with it, and looks whether its engines are kept.
# Ends with 'The GPU is verified.' and exit code 0, or with a sentence that says what is wrong and exit code 1.
set -euo pipefail
cd "$(dirname "$0")/.."

# of a thousand labels one may differ: a GPU adds up in another order, and a tie may fall the other way
allowed_per_mille=1

run=""
service=""
die() { echo "$1" >&2; exit 1; }
fail() {
    echo "$1" >&2
    tail -n 40 "$run/service.log" >&2 || true
    exit 1
}
stop() {
    [ -z "$service" ] || { kill "$service" 2>/dev/null && wait "$service" 2>/dev/null || true; }
    service=""
}
clean() { stop; [ -z "$run" ] || rm -rf "$run"; }
trap clean EXIT

# What the machine must have.
command -v nvidia-smi >/dev/null || die "There is no nvidia-smi, so no NVIDIA driver: install the driver, or give the container the GPUs (--gpus all)."
gpus=$(nvidia-smi --query-gpu=index,name,driver_version --format=csv,noheader 2>&1) || die "nvidia-smi finds no GPU that works: $gpus"
[ -n "$gpus" ] || die "nvidia-smi finds no GPU."
echo "GPUs (number, name, driver):"
echo "$gpus"
command -v dotnet >/dev/null || die "The .NET 10 SDK is missing; https://dotnet.microsoft.com/download has it."
samples/install-libgdal.sh
store="$PWD/artifacts/samples"
mkdir -p "$store"
samples/scene/fetch-landsat.sh "$store/L7_ETMs.tif"

# The worker has a build folder of its own, so that the packages of this flavour stay out of the usual one.
echo "Building"
worker="$PWD/artifacts/gpu/worker"
dotnet build src/RasterAnalysis.Api -c Release -v quiet --nologo
dotnet publish src/RasterAnalysis.Worker -c Release -v quiet --nologo -p:OnnxRuntimeFlavor=Gpu -p:ArtifactsPath="$PWD/artifacts/gpu/build" -o "$worker" ||
    die "The worker was not built; does the package registry have Microsoft.ML.OnnxRuntime.Gpu.Linux?"
program=$(dotnet msbuild src/RasterAnalysis.Api -p:Configuration=Release -getProperty:TargetPath)

# The libraries that a provider needs and the machine lacks, by their names; they come from CUDA, cuDNN and TensorRT.
lacking() {
    local library
    library=$(find "$worker" -name "libonnxruntime_providers_$1.so" -path '*linux-x64*' -print -quit)
    [ -n "$library" ] || { echo "libonnxruntime_providers_$1.so"; return; }
    ldd "$library" | sed -n 's/^[[:space:]]*\(.*\) => not found$/\1/p' | grep -v '^libonnxruntime' || true
}
missing=$(lacking cuda)
[ -z "$missing" ] || die "ONNX Runtime's CUDA provider needs libraries that are not installed (or not in LD_LIBRARY_PATH):
$missing"

run="$PWD/artifacts/gpu/run-$$"
mkdir -p "$run"
port=${GPU_TEST_PORT:-5100}
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
base="http://127.0.0.1:$port"

# start TENSORRT: the service on the same data, with fresh processing instances.
start() {
    stop
    RasterAnalysis__DataRoot="$run/data" RasterAnalysis__Worker__Path="$worker/RasterAnalysis.Worker.dll" \
        RasterAnalysis__OnnxRuntime__RequireGpu=true RasterAnalysis__OnnxRuntime__UseTensorRt="$1" \
        dotnet "$program" --urls "$base" >>"$run/service.log" 2>&1 </dev/null &
    service=$!
    for _ in $(seq 1 300); do
        curl -fsS "$base/healthz/ready" >/dev/null 2>&1 && return
        kill -0 "$service" 2>/dev/null || fail "The service did not start:"
        sleep 0.2
    done
    fail "The service is not ready:"
}

value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<<"$2" | head -n 1; }
id() { sed -n 's/^{"id":"\([^"]*\)".*/\1/p' <<<"$1"; }

# classify NAME PROCESSOR PROVIDER: leaves the labels in $run/NAME and the milliseconds in $took.
classify() {
    local begun job answer status server extent
    begun=$(date +%s%N)
    job=$(id "$(curl -fsS -H 'Content-Type: application/json' \
        -d "{\"inputRaster\":{\"itemId\":\"$scene\"},\"model\":{\"itemId\":\"$model\"},\"outputName\":\"Gpu$1\",\"context\":{\"processorType\":\"$2\",\"reuseResults\":false}}" \
        "$base/api/v1/classify-pixels/jobs")")
    [ -n "$job" ] || fail "The job was not taken:"
    while :; do
        answer=$(curl -fsS "$base/api/v1/jobs/$job")
        status=$(value status "$answer")
        case "$status" in
            succeeded) break ;;
            failed | cancelled | timedOut) fail "The job on the $2 ended as $status: $answer" ;;
        esac
        sleep 0.1
    done
    took=$((($(date +%s%N) - begun) / 1000000))
    grep -q "The network runs on $3\." <<<"$answer" || fail "The job on the $2 did not run on $3: $answer"

    # band sequential holds the labels as they are; behind them come bits of validity
    server=$(value imageServer "$answer")
    extent=$(curl -fsS "$server?f=json" | sed -n 's/.*"extent":{"xmin":\([^,]*\),"ymin":\([^,]*\),"xmax":\([^,]*\),"ymax":\([^,}]*\).*/\1,\2,\3,\4/p')
    curl -fsS -o "$run/$1.bsq" "$server/exportImage?bbox=$extent&size=$columns,$rows&format=bsq&f=image"
    head -c $((columns * rows)) "$run/$1.bsq" >"$run/$1"
    [ "$(stat -c %s "$run/$1")" -eq $((columns * rows)) ] || fail "The labels of the job on the $2 were not read:"
    printf '%-28s %6d ms  %s\n' "$1" "$took" "$3"
}

# compare NAME: with the labels of the CPU.
compare() {
    local different
    different=$({ cmp -l "$run/cpu" "$run/$1" || true; } | wc -l)
    awk -v d="$different" -v n=$((columns * rows)) -v name="$1" 'BEGIN { printf "%-28s %.6f of the labels are those of the CPU (%d of %d differ)\n", name, 1 - d / n, d, n }'
    [ $((different * 1000)) -le $((columns * rows * allowed_per_mille)) ] || fail "Too many labels of $1 differ from those of the CPU."
}

columns=349
rows=352
start false
scene=$(id "$(curl -fsS -F "file=@$store/L7_ETMs.tif" -F title=Olinda "$base/api/v1/items")")
model=$(id "$(curl -fsS -F "file=@samples/land-cover/land-cover.dlpk" "$base/api/v1/items")")
[ -n "$scene" ] && [ -n "$model" ] || fail "The uploads were not taken:"
classify cpu CPU CPUExecutionProvider
classify cuda-first GPU CUDAExecutionProvider
compare cuda-first
classify cuda-again GPU CUDAExecutionProvider
compare cuda-again

missing=$(lacking tensorrt)
if [ -n "$missing" ]; then
    echo "TensorRT is not looked at; it needs libraries that are not installed:" $missing
else
    start true
    classify tensorrt-first GPU TensorrtExecutionProvider
    compare tensorrt-first
    first=$took
    [ -n "$(find "$run/data/engines" -name '*.engine' -print -quit 2>/dev/null)" ] || fail "TensorRT kept no engine under $run/data/engines:"
    start true
    classify tensorrt-engine-kept GPU TensorrtExecutionProvider
    compare tensorrt-engine-kept
    [ "$took" -lt "$first" ] || fail "With its engine kept TensorRT took $took ms, no less than the $first ms of the first time:"
fi
echo "The GPU is verified."

#!/usr/bin/env bash
# Verifies the service on a machine with an NVIDIA GPU: classifies the sample scene on the CPU and on the GPU, in Float32 and in float16, and compares the labels pixel by pixel. Where TensorRT is
# installed it does the same with it, and looks whether its engines are kept. Ends with 'The GPU is verified.' and exit code 0, or with a sentence that says what is wrong and exit code 1.
#
#   tests/gpu.sh                                builds the worker for GPUs on this machine and verifies it; needs the .NET SDK and a package registry
#   tests/gpu.sh pack FOLDER [gzip|xz|zstd]     builds all that is needed into FOLDER, as parts of less than 60 MiB with their sums; needs no GPU. gzip is everywhere, xz smaller
#   tests/gpu.sh run FOLDER                     verifies from those parts, without SDK, network, libgdal or curl, and measures megapixels a second; needs CUDA 13 and cuDNN 9
#
# With GPU_TEST_CPU=1 the CPU stands in for the GPU, to try all but the GPU.
set -euo pipefail
verb=${1:-}
case $verb in
    "") ;;
    pack | run) [ -n "${2:-}" ] || { echo "Name the folder of the parts: $0 $verb FOLDER." >&2; exit 64; }; parts=$(realpath -m "$2") ;;
    *) echo "'$verb' is neither pack nor run; without a word it builds and verifies here." >&2; exit 64 ;;
esac
compressor=${3:-gzip}
cd "$(dirname "$0")/.."
stand_in=${GPU_TEST_CPU:-0}
export ORT_DISABLE_TELEMETRY=1

# of a thousand labels one may differ: a GPU adds up in another order, and a tie may fall the other way
allowed_per_mille=1

# and ten where it computes in 16 bits
allowed_per_mille_float16=10

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

# Publishes a program for GPUs. The build has a folder of its own, so that the packages of this flavour stay out of the usual one.
publish() {
    dotnet publish "$1" -c Release -v quiet --nologo -p:OnnxRuntimeFlavor=Gpu -p:RunAnalyzers=false -p:ArtifactsPath="$PWD/artifacts/gpu/build" "${@:3}" -o "$2" ||
        die "$1 was not built; does the package registry have Microsoft.ML.OnnxRuntime.Gpu.Linux?"
}

# Where the scene, the package, the service and its worker are, when they are built here.
build() {
    command -v dotnet >/dev/null || die "The .NET 10 SDK is missing; https://dotnet.microsoft.com/download has it."
    samples/install-libgdal.sh
    store="$PWD/artifacts/samples"
    mkdir -p "$store"
    scene_file="$store/L7_ETMs.tif" package_file=samples/land-cover/land-cover.dlpk
    samples/scene/fetch-landsat.sh "$scene_file"
    [ -z "$verb" ] || return 0
    echo "Building"
    worker="$PWD/artifacts/gpu/worker"
    dotnet build src/RasterAnalysis.Api -c Release -v quiet --nologo
    publish src/RasterAnalysis.Worker "$worker"
    program=$(dotnet msbuild src/RasterAnalysis.Api -p:Configuration=Release -getProperty:TargetPath)
}

# carry FILE …: copies programs into bin/ (each behind a script that lets it find its libraries) and libraries into lib/, with all that they are linked against but the C library, which is the
# machine's; the C++ library lies apart, for machines whose own is older or not there.
carry() {
    local file library
    for file in "$@"; do
        case $file in
            *.so*) cp -L "$file" lib/ ;;
            *)
                cp -L "$file" libexec/
                printf '#!/usr/bin/env bash\nhere=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")\nLD_LIBRARY_PATH=$here/lib:$here/lib-cxx exec "$here/libexec/%s" "$@"\n' "${file##*/}" >"bin/${file##*/}"
                chmod +x "bin/${file##*/}"
                ;;
        esac
        while read -r library; do
            case ${library##*/} in
                libc.so.* | libm.so.* | libmvec.so.* | libpthread.so.* | libdl.so.* | librt.so.* | libresolv.so.* | libutil.so.* | libnsl.so.1 | libanl.so.* | ld-linux*) ;;
                libstdc++.so.* | libgcc_s.so.*) cp -Ln "$library" lib-cxx/ ;;
                *) cp -Ln "$library" lib/ ;;
            esac
        done < <(ldd "$file" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p')
    done
}

system_library() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true; } | sed -n "s/^[[:space:]]*$1 .*x86-64.*=> //p" | head -n 1; }

# the latest version of symbols, as GLIBC_2.36, that some of the files name
latest_symbol() { { grep -ahoE "$1_[0-9]+(\.[0-9]+)+" "${@:2}" || true; } | sort -Vu | tail -n 1; }

pack() {
    local suffix root runtime tool tools=() size
    case $compressor in gzip) suffix=gz ;; xz) suffix=xz ;; zstd) suffix=zst ;; *) die "The compressor '$compressor' is none of gzip, xz and zstd." ;; esac
    [ "$(uname -m)" = x86_64 ] || die "There is no ONNX Runtime for GPUs but for x86_64."
    build
    for tool in curl gdal_translate sed grep awk cmp find "$compressor"; do
        command -v "$tool" >/dev/null || die "There is no $tool on this machine to pack${tool/#gdal_translate/ (gdal-bin)}."
        tools+=("$(command -v "$tool")")
    done

    staged="$PWD/artifacts/gpu/staged"
    rm -rf "$staged"
    mkdir -p "$staged"/{bin,libexec,lib,lib-cxx,dotnet/shared,gdal,proj,data}
    echo "Publishing"
    # one runtime is carried for the three programs; what is compiled ahead of time would be twice as large
    publish src/RasterAnalysis.Api "$staged/service" -r linux-x64 --self-contained false -p:PublishReadyToRun=false -p:UseAppHost=false
    publish tests/RasterAnalysis.Benchmarks "$staged/bench" -r linux-x64 --self-contained false -p:PublishReadyToRun=false -p:UseAppHost=false
    find "$staged" -name '*.pdb' -delete

    echo "Gathering"
    root=$(dirname "$(readlink -f "$(command -v dotnet)")")
    runtime=$(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$staged/service/RasterAnalysis.Api.runtimeconfig.json" | head -n 1)
    for tool in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
        mkdir -p "$staged/dotnet/shared/$tool"
        cp -r "$root/shared/$tool/$(ls "$root/shared/$tool" | grep "^${runtime%%.*}\." | sort -V | tail -n 1)" "$staged/dotnet/shared/$tool/"
    done
    cp -r "$root/dotnet" "$root/host" "$staged/dotnet/"
    (
        cd "$staged"
        carry "$(system_library 'libgdal\.so\.[0-9]*')" "$(system_library 'libssl\.so\.3')" "$(system_library 'libcrypto\.so\.3')" "${tools[@]}"
        cp -r /usr/share/gdal/. gdal/
        cp /usr/share/proj/proj.db proj/
        [ ! -e /usr/share/proj/proj.ini ] || cp /usr/share/proj/proj.ini proj/

        # what several programs have is in the archive once
        find . -type f -size +16k -exec sha256sum {} + | sort | {
            last="" kept=""
            while read -r sum file; do
                if [ "$sum" = "$last" ]; then ln -f "$kept" "$file"; else last=$sum kept=$file; fi
            done
        }
        latest_symbol GLIBC lib/* lib-cxx/* libexec/* service/worker/*.so >needed
    )
    cp "$scene_file" "$package_file" "$staged/data/"

    echo "Compressing"
    mkdir -p "$parts"
    rm -f "$parts"/gpu.tar.* "$parts"/SHA256SUMS
    tar -c -C "$staged" --sort=name --owner=0 --group=0 . | case $compressor in gzip) gzip -9 ;; xz) xz -T0 -6 ;; zstd) zstd -q -T0 -19 ;; esac | split -b 59m -d -a 3 - "$parts/gpu.tar.$suffix."
    cp tests/gpu.sh "$parts/"
    (cd "$parts" && sha256sum gpu.sh gpu.tar.* >SHA256SUMS && ls -l gpu.tar.*)
    size=$(du -cb "$parts"/gpu.tar.* | tail -n 1 | cut -f1)
    echo "$(ls "$parts"/gpu.tar.* | wc -l) parts of $size bytes together in $parts; they are $(du -sm "$staged" | cut -f1) MiB on the GPU's machine: there, tests/gpu.sh run FOLDER."
}

# Where they are when they were carried here.
unpack() {
    local first needed own library
    [ -f "$parts/SHA256SUMS" ] || die "There is no SHA256SUMS in $parts: give the folder that '$0 pack' wrote."
    (cd "$parts" && sha256sum -c --quiet SHA256SUMS) || die "The parts in $parts are not those that were packed."
    carried="$PWD/artifacts/gpu/carried"
    if [ "$(cat "$parts/SHA256SUMS")" != "$(cat "$carried/SHA256SUMS" 2>/dev/null)" ]; then
        rm -rf "$carried"
        mkdir -p "$carried"
        first=("$parts"/gpu.tar.*.000)
        case $first in *.gz.000) compressor=gzip ;; *.xz.000) compressor=xz ;; *) compressor=zstd ;; esac
        command -v "$compressor" >/dev/null || die "There is no $compressor on this machine; pack with gzip."
        cat "$parts"/gpu.tar.* | "$compressor" -dc | tar -x -C "$carried"
        cp "$parts/SHA256SUMS" "$carried/"
    fi

    # the machine's own programs before ours, but for the runtime
    export DOTNET_ROOT="$carried/dotnet" PATH="$carried/dotnet:$PATH:$carried/bin" DOTNET_CLI_TELEMETRY_OPTOUT=1
    export GDAL_DATA="$carried/gdal" PROJ_DATA="$carried/proj" PROJ_LIB="$carried/proj"
    needed=$(cat "$carried/needed")
    own=GLIBC_$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)
    [ "$(printf '%s\n' "$needed" "$own" | sort -V | tail -n 1)" = "$own" ] || die "The parts need a C library with $needed; this machine has $own. Pack on an older system."
    libraries="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$carried/lib"
    library=$(system_library 'libstdc++\.so\.6')
    needed=$(latest_symbol GLIBCXX "$carried"/lib-cxx/libstdc++.so.6)
    [ -n "$library" ] && [ "$(printf '%s\n' "$needed" "$(latest_symbol GLIBCXX "$library")" | sort -V | tail -n 1)" != "$needed" ] || libraries="$libraries:$carried/lib-cxx"
    scene_file="$carried/data/L7_ETMs.tif" package_file="$carried/data/land-cover.dlpk"
    worker="$carried/service/worker" program="$carried/service/RasterAnalysis.Api.dll"
}

if [ "$verb" = pack ]; then
    pack
    exit 0
fi

# What the machine must have.
if [ "$stand_in" != 1 ]; then
    command -v nvidia-smi >/dev/null || die "There is no nvidia-smi, so no NVIDIA driver: install the driver, or give the container the GPUs (--gpus all)."
    gpus=$(nvidia-smi --query-gpu=index,name,driver_version --format=csv,noheader 2>&1) || die "nvidia-smi finds no GPU that works: $gpus"
    [ -n "$gpus" ] || die "nvidia-smi finds no GPU."
    echo "GPUs (number, name, driver):"
    echo "$gpus"
fi
libraries=${LD_LIBRARY_PATH:-}
if [ "$verb" = run ]; then unpack; else build; fi

# The libraries that a provider needs and the machine lacks, by their names; they come from CUDA, cuDNN and TensorRT.
lacking() {
    local library
    library=$(find "$worker" -name "libonnxruntime_providers_$1.so" -print -quit)
    [ -n "$library" ] || { echo "libonnxruntime_providers_$1.so"; return; }
    LD_LIBRARY_PATH=$libraries ldd "$library" | sed -n 's/^[[:space:]]*\(.*\) => not found$/\1/p' | grep -v '^libonnxruntime' || true
}
cuda=CUDAExecutionProvider
if [ "$stand_in" = 1 ]; then
    cuda=CPUExecutionProvider
else
    missing=$(lacking cuda)
    [ -z "$missing" ] || die "ONNX Runtime's CUDA provider needs libraries that are not installed (or not in LD_LIBRARY_PATH):
$missing"
fi

run="$PWD/artifacts/gpu/run-$$"
mkdir -p "$run"
port=${GPU_TEST_PORT:-5100}
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
base="http://127.0.0.1:$port"

# start TENSORRT: the service on the same data, with fresh processing instances.
start() {
    stop
    LD_LIBRARY_PATH=$libraries RasterAnalysis__DataRoot="$run/data" RasterAnalysis__Worker__Path="$worker/RasterAnalysis.Worker.dll" \
        RasterAnalysis__OnnxRuntime__RequireGpu=$([ "$stand_in" = 1 ] && echo false || echo true) RasterAnalysis__OnnxRuntime__UseTensorRt="$1" \
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

# classify NAME PROCESSOR PROVIDER [PRECISION]: leaves the labels in $run/NAME, the milliseconds in $took and the job in $answer.
classify() {
    local begun job status server extent
    begun=$(date +%s%N)
    job=$(id "$(curl -fsS -H 'Content-Type: application/json' \
        -d "{\"inputRaster\":{\"itemId\":\"$scene\"},\"model\":{\"itemId\":\"$model\"},\"modelArguments\":{\"precision\":\"${4:-float32}\",\"float16_tolerance\":100},\"outputName\":\"Gpu$1\",\"context\":{\"processorType\":\"$2\",\"reuseResults\":false}}" \
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

# compare NAME [PER MILLE]: with the labels of the CPU.
compare() {
    local different
    different=$({ cmp -l "$run/cpu" "$run/$1" || true; } | wc -l)
    awk -v d="$different" -v n=$((columns * rows)) -v name="$1" 'BEGIN { printf "%-28s %.6f of the labels are those of the CPU (%d of %d differ)\n", name, 1 - d / n, d, n }'
    [ $((different * 1000)) -le $((columns * rows * ${2:-$allowed_per_mille})) ] || fail "Too many labels of $1 differ from those of the CPU."
}

columns=349
rows=352
start false
scene=$(id "$(curl -fsS -F "file=@$scene_file" -F title=Olinda "$base/api/v1/items")")
model=$(id "$(curl -fsS -F "file=@$package_file" "$base/api/v1/items")")
[ -n "$scene" ] && [ -n "$model" ] || fail "The uploads were not taken:"
classify cpu CPU CPUExecutionProvider
classify cuda-first GPU $cuda
compare cuda-first
classify cuda-again GPU $cuda
compare cuda-again
classify cuda-float16 GPU $cuda float16
said=$(grep -o 'The network computes in [^"]*' <<<"$answer" | head -n 1)
echo "$said"
case $stand_in$said in "0The network computes in float16 "* | "1The network computes in Float32, not in float16 as asked: it runs on a CPU"*) ;; *) fail "The job in float16 says something else:" ;; esac
compare cuda-float16 $allowed_per_mille_float16

missing=$([ "$stand_in" = 1 ] && echo a GPU || lacking tensorrt)
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
stop

if [ "$verb" = run ]; then
    echo "Measuring the U-Net of 2 million weights: megapixels of the raster a second, those through the network, and those of bare runs"
    mkdir -p artifacts/gpu/results
    TMPDIR=$run LD_LIBRARY_PATH=$libraries PATH="$carried/dotnet:$carried/bin:$PATH" RASTERANALYSIS_PUBLISHED="$carried/service" \
        dotnet "$carried/bench/RasterAnalysis.Benchmarks.dll" artifacts/gpu/results gpu
fi
[ "$stand_in" != 1 ] || { echo "All but the GPU is verified."; exit 0; }
echo "The GPU is verified."

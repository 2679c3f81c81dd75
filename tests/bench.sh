#!/usr/bin/env bash
# Runs the benchmarks: tables of ratios on the console, the same as JSON under artifacts/bench/. Names of tables as arguments run those alone:
#   job-throughput, unet, pixelwise, latency, serving, memory, queue
#   rival        a plain Python loop with rasterio over the same ONNX Runtime, over our job in float32 and in int8; installs python3-rasterio
#   rival-small  the same with half a million weights over 4096 × 3072 pixels
#   int8         a job in int8 over one in Float32, the U-Net of `unet`
#   int8-labels  labels that a job in int8 gives otherwise, and how many it says, for two trained networks; needs tests/install-tools.sh and rasters (RASTERS)
#   gpu          the U-Net of `unet` on a GPU, in Float32 and float16, over bare runs there; only by name, and better by tests/gpu.sh, which has the worker for GPUs
#   pictures     class pictures by this service and by MapServer behind lighttpd, in turns; installs MapServer and lighttpd
#   start        a service that was just started: seconds to /healthz/ready, and its first job
#   forest       a random forest over six bands, 2048² and 4096² pixels: the job's rows per second over those of bare Run, by the clock and by processor time; needs tests/install-tools.sh
#   forest-large the same over 10,000² pixels, in ten minutes and more
#   function     a Python raster function over blocks of 256²: milliseconds a block in its confined process, and in a plain loop; needs tests/install-tools.sh
#   cloud        windows of a cloud-optimised GeoTIFF on a server with 50 ms and 100 Mbit/s: bytes and seconds on the line over those of gdal_translate with /vsicurl; needs tests/install-tools.sh
#   mosaics      a job on one per cent of a mosaic of 10,000 scenes over one on all of a mosaic of 100
#   features     feature tables of 10,000 and 1,000,000 squares: writing, memory, and what map clients ask
#   objects      10,000 and 1,000,000 objects, detected and classified: memory of the service and its instances, and a screen of them over HTTP; takes ten minutes and more
#   growth       seconds per megapixel at 1 to 1024 megapixels; takes about ten minutes
#   compression  ways to compress a result: seconds and bytes
#   parts        read, normalise, decode, write, plan by themselves, with what they allocate; by BenchmarkDotNet
set -euo pipefail
cd "$(dirname "$0")/.."

# ONNX Runtime would tell its makers what runs (findings/onnxruntime-linux-telemetry.sh); instances see to it themselves
export ORT_DISABLE_TELEMETRY=1

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing; https://dotnet.microsoft.com/download has it." >&2; exit 1; }
samples/install-libgdal.sh
case " ${*:-rival} " in *" rival "* | *" rival-small "*) tests/install-rival.sh ;; esac
case " ${*:-pictures} " in *" pictures "*) tests/install-mapserver.sh ;; esac
dotnet build tests/RasterAnalysis.Benchmarks -c Release -v quiet --nologo
mkdir -p artifacts/bench
case " ${*:-start} " in *" start "*)
    # what is shipped, not what was built; the other tables run it too when they run together with this one
    export RASTERANALYSIS_PUBLISHED=$PWD/artifacts/published
    rm -rf "$RASTERANALYSIS_PUBLISHED"
    src/publish.sh "$RASTERANALYSIS_PUBLISHED"
    ;;
esac
dotnet exec "$(dotnet msbuild tests/RasterAnalysis.Benchmarks -p:Configuration=Release -getProperty:TargetPath)" artifacts/bench "$@"

#!/usr/bin/env bash
# Publishes the service for the kind of machine that this runs on, compiled ahead of time.
#
#   src/publish.sh /opt/rasteranalysis                     the web process, with the worker in worker/
#   src/publish.sh /opt/rasteranalysis-node Worker         a node alone
#   src/publish.sh FOLDER Worker -p:OnnxRuntimeFlavor=Gpu  what follows is dotnet publish's
set -euo pipefail
folder=$(realpath -m "${1:?Name the folder to publish to, as the first parameter of $0.}")
program=${2:-Api}
cd "$(dirname "$0")/.."
case $program in Api | Worker) ;; *) echo "The program '$program' is neither Api nor Worker." >&2; exit 64 ;; esac

case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) echo "There is no ONNX Runtime for a machine of the kind '$(uname -m)', but for x86_64 and aarch64." >&2; exit 1 ;;
esac
dotnet publish "src/RasterAnalysis.$program" -c Release -r "linux-$machine" --self-contained false -p:RunAnalyzers=false -v quiet --nologo "${@:3}" -o "$folder"

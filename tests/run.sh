#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test and ends with the line 'N passed, N failed'.
#
#   tests/run.sh                      every test, those of ONNX Runtime and the worker in the flavour for GPUs too
#   tests/run.sh Core ArcGis          the tests of these projects (Core, Core.Tests or RasterAnalysis.Core.Tests)
#   tests/run.sh TilePlanner          the tests whose full name (namespace.class.method) contains this, in every project
#   tests/run.sh EndToEnd KillTests   both: of these projects those tests
set -uo pipefail
cd "$(dirname "$0")/.."

# ONNX Runtime would tell its makers what runs (findings/onnxruntime-linux-telemetry.sh); instances see to it themselves
export ORT_DISABLE_TELEMETRY=1

projects=()
filters=()
for argument in "$@"; do
    name=${argument#RasterAnalysis.}
    project=tests/RasterAnalysis.${name%.Tests}.Tests/RasterAnalysis.${name%.Tests}.Tests.csproj
    if [ -f "$project" ]; then projects+=("$project"); else filters+=(-method "*$argument*"); fi
done
built=("${projects[@]}")
[ ${#projects[@]} -gt 0 ] || { built=(RasterAnalysis.sln); projects=(tests/*.Tests/*.csproj); }

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing; https://dotnet.microsoft.com/download has it." >&2; exit 1; }
samples/install-libgdal.sh || exit 1
tests/install-tools.sh || exit 1
tests/install-clients.sh || exit 1
samples/scene/fetch-landsat.sh artifacts/samples/L7_ETMs.tif || exit 1

configuration=${CONFIGURATION:-Release}
for target in "${built[@]}"; do
    dotnet build "$target" -c "$configuration" -v quiet --nologo -m:2 || { echo "0 passed, 1 failed"; exit 1; }
done

# all tests start the service as it is shipped; those that somebody asks for after an edit, as it was just built
if [ $# -eq 0 ]; then
    published=$PWD/artifacts/published
    rm -rf "$published"
    if src/publish.sh "$published"; then
        export RASTERANALYSIS_PUBLISHED=$published
    else
        echo "The service could not be published ahead of time (does the package registry have Microsoft.NETCore.App.Crossgen2?); the tests start what was built."
    fi
fi

passed=0
failed=0
skipped=0

# run_tests NAME PROJECT [PROPERTY…]: the tests of a built project
run_tests() {
    local name=$1 project=$2 program log code summary total bad out
    shift 2
    program=$(dotnet msbuild "$project" -p:Configuration="$configuration" "$@" -getProperty:TargetPath)
    log="artifacts/tests/$name.log"
    mkdir -p artifacts/tests
    dotnet exec "$program" -noLogo ${filters[@]+"${filters[@]}"} >"$log" 2>&1
    code=$?
    summary=$(grep -E 'Total: [0-9]+' "$log" | tail -n 1)
    count() { local number; number=$(sed -n "s/.*$1: \([0-9]*\).*/\1/p" <<<"$summary"); echo "${number:-0}"; }
    total=$(count Total)
    # a project in which no test has the name prints nothing but the total
    [ ${#filters[@]} -eq 0 ] || [ -z "$summary" ] || [ "$total" -gt 0 ] || return 0
    bad=$(($(count Failed) + $(count Errors)))
    out=$(($(count Skipped) + $(count 'Not Run')))
    echo "== $name"
    if [ -z "$summary" ] || { [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        # the program itself fell over: that is a failure that no test counted
        tail -n 40 "$log"
        total=$((total + 1))
        bad=$((bad + 1))
    elif [ "$bad" -gt 0 ]; then
        grep -vE '^\s*(Starting|Discovering|Discovered):' "$log"
    elif [ "$out" -gt 0 ]; then
        grep -E '\[SKIP\]' -A 1 "$log"
    fi
    echo "   $((total - bad - out)) passed, $bad failed, $out skipped"
    passed=$((passed + total - bad - out))
    failed=$((failed + bad))
    skipped=$((skipped + out))
}

for project in "${projects[@]}"; do
    run_tests "$(basename "$project" .csproj)" "$project"
done

# the same code over ONNX Runtime's package for GPUs, as it behaves on a machine without one
if [ $# -eq 0 ]; then
    flavour=(-p:OnnxRuntimeFlavor=Gpu -p:ArtifactsPath="$PWD/artifacts/gpu/build")
    for name in OnnxRuntime Worker; do
        project=tests/RasterAnalysis.$name.Tests
        if dotnet build "$project" -c "$configuration" -v quiet --nologo -m:2 "${flavour[@]}"; then
            run_tests "RasterAnalysis.$name.Tests.Gpu" "$project" "${flavour[@]}"
        else
            failed=$((failed + 1))
        fi
    done
fi

echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

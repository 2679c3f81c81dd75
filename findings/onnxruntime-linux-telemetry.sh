#!/usr/bin/env bash
# Microsoft.ML.OnnxRuntime 1.31.1 (NuGet, CPU) on Linux: the package collects telemetry, which the ones for Linux did not do for years. A program that runs one network once leaves a lasting number for
# the machine (deviceid) and a store of events to be sent (onnxruntime.db) in the user's cache, network or not. ORT_DISABLE_TELEMETRY=1 in the environment of the process prevents both; the same variable
# set by the program with .NET's Environment.SetEnvironmentVariable does not, since .NET on Linux keeps its changes from native code.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"

cat >telemetry.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NoWarn>NU1603</NoWarn></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="[1.31.1]" /><PackageReference Include="System.Numerics.Tensors" Version="9.0.19" /></ItemGroup>
</Project>
PROJECT

cat >Program.cs <<'PROGRAM'
using System.Text;
using Microsoft.ML.OnnxRuntime;

if (args is ["set"])
{
    Environment.SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1");
}

// a model of one node, y = Identity(x), field by field
static byte[] Field(int number, byte[] value) => [(byte)(number << 3 | 2), (byte)value.Length, .. value];
static byte[] Text(int number, string text) => Field(number, Encoding.ASCII.GetBytes(text));
static byte[] Value(int number, string name) => Field(number, [.. Text(1, name), .. Field(2, Field(1, [8, 1, .. Field(2, Field(1, [8, 1]))]))]);
byte[] graph = [.. Field(1, [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, "Identity")]), .. Text(2, "g"), .. Value(11, "x"), .. Value(12, "y")];
using var session = new InferenceSession((byte[])[8, 8, .. Field(7, graph), .. Field(8, [16, 17])]);
using var input = OrtValue.CreateTensorValueFromMemory([1f], [1]);
using var run = new RunOptions();
using var output = session.Run(run, ["x"], [input], ["y"]);
Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()} has run a network.");
PROGRAM

dotnet build -v quiet --nologo -o built >build.log 2>&1 || { cat build.log; exit 1; }
unset ORT_DISABLE_TELEMETRY

# left NAME ARGUMENT …: what a run leaves in an empty cache
left() { mkdir -p "$1"; HOME="$folder/$1" XDG_CACHE_HOME="$folder/$1/cache" dotnet built/telemetry.dll "${@:2}" >>run.log; (cd "$1" && find . -type f -path '*onnxruntime*' -printf '%f\n' | sort | paste -sd' '); }
plain=$(left plain)
refused=$(ORT_DISABLE_TELEMETRY=1 left refused)
by_program=$(left by-program set)
sort -u run.log
echo "as it is:                                       ${plain:-nothing}"
echo "ORT_DISABLE_TELEMETRY=1 in the environment:     ${refused:-nothing}"
echo "the same by Environment.SetEnvironmentVariable: ${by_program:-nothing}"
[ "$(wc -w <<<"$plain")" -ge 1 ] && [[ $plain == *deviceid* ]] && [ -z "$refused" ] && [[ $by_program == *deviceid* ]]

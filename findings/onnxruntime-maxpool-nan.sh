#!/usr/bin/env bash
# Microsoft.ML.OnnxRuntime 1.31.1 (NuGet, CPU, x86-64): MaxPool passes NaN on only where it is the last element of the window. Of the nine windows of a 3 x 3 MaxPool that hold one NaN, eight are
# the largest number instead, and one is NaN. torch, and NumPy's maximum, make all nine NaN.
set -euo pipefail
[ "$(uname -m)" = x86_64 ] || { echo "this is about x86-64" >&2; exit 1; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"

cat >maxpool.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NoWarn>NU1603</NoWarn></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="[1.31.1]" /><PackageReference Include="System.Numerics.Tensors" Version="9.0.19" /></ItemGroup>
</Project>
PROJECT

cat >Program.cs <<'PROGRAM'
using System.Text;
using Microsoft.ML.OnnxRuntime;

// the smallest ONNX model with one MaxPool of 3 x 3 and a margin of 1, field by field
static byte[] Field(int number, byte[] value) => [(byte)(number << 3 | 2), (byte)value.Length, .. value];
static byte[] Text(int number, string text) => Field(number, Encoding.ASCII.GetBytes(text));
static byte[] Ints(string name, params byte[] values) => Field(5, [.. Text(1, name), .. values.SelectMany(value => new byte[] { 8 << 3, value }), 0xA0, 1, 7]);
static byte[] Value(int number, string name) =>
    Field(number, [.. Text(1, name), .. Field(2, Field(1, [8, 1, .. Field(2, [.. Field(1, [8, 1]), .. Field(1, [8, 1]), .. Field(1, Text(2, "h")), .. Field(1, Text(2, "w"))])]))]);
byte[] node = [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, "MaxPool"), .. Ints("kernel_shape", 3, 3), .. Ints("pads", 1, 1, 1, 1)];
byte[] graph = [.. Field(1, node), .. Text(2, "g"), .. Value(11, "x"), .. Value(12, "y")];
static byte[] Long(int number, byte[] value) => [(byte)(number << 3 | 2), (byte)(value.Length & 127 | 128), (byte)(value.Length >> 7), .. value];
byte[] model = [8, 8, .. graph.Length < 128 ? Field(7, graph) : Long(7, graph), .. Field(8, [.. Text(1, ""), 16, 13])];

using var session = new InferenceSession(model);
const int side = 32;
int[] Pattern(int row, int column)
{
    var image = Enumerable.Repeat(1f, side * side).ToArray();
    image[(row * side) + column] = float.NaN;
    using var input = OrtValue.CreateTensorValueFromMemory(image, [1, 1, side, side]);
    using var run = new RunOptions();
    using var output = session.Run(run, ["x"], [input], ["y"]);
    var pooled = output[0].GetTensorDataAsSpan<float>().ToArray();
    return [.. Enumerable.Range(0, 9).Select(i => float.IsNaN(pooled[((row + (i / 3) - 1) * side) + column + (i % 3) - 1]) ? 1 : 0)];
}

Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
var patterns = Enumerable.Range(1, side - 2).SelectMany(row => Enumerable.Range(1, side - 2).Select(column => string.Concat(Pattern(row, column)))).ToArray();
foreach (var group in patterns.GroupBy(pattern => pattern))
{
    Console.WriteLine($"One NaN among ones, at {group.Count()} places in turn: of the nine windows that hold it, row by row, these are NaN: {group.Key.Replace('1', 'N').Replace('0', '.')}.");
}

return patterns.All(pattern => pattern == "100000000") ? 0 : 1;
PROGRAM

dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
dotnet out/maxpool.dll

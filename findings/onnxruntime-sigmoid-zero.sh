#!/usr/bin/env bash
# Microsoft.ML.OnnxRuntime 1.31.1 (NuGet, CPU): Sigmoid of Float32 is exactly 0 for every score of -18 and below, where the true value is a normal
# Float32 number, and it steps down where it should rise. Of several unlikely classes of a network that ends in Sigmoid all have the same score.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"

cat >sigmoid.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NoWarn>NU1603</NoWarn></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="[1.31.1]" /><PackageReference Include="System.Numerics.Tensors" Version="9.0.19" /></ItemGroup>
</Project>
PROJECT

cat >Program.cs <<'PROGRAM'
using System.Text;
using Microsoft.ML.OnnxRuntime;

// the smallest ONNX model with one Sigmoid over a vector of any length, field by field
static byte[] Field(int number, byte[] value) => [(byte)(number << 3 | 2), (byte)value.Length, .. value];
static byte[] Text(int number, string text) => Field(number, Encoding.ASCII.GetBytes(text));
static byte[] Value(int number, string name) =>
    Field(number, [.. Text(1, name), .. Field(2, Field(1, [8, 1, .. Field(2, Field(1, Text(2, "n")))]))]);
byte[] graph = [.. Field(1, [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, "Sigmoid")]), .. Text(2, "g"), .. Value(11, "x"), .. Value(12, "y")];
byte[] model = [8, 8, .. Field(7, graph), .. Field(8, [.. Text(1, ""), 16, 13])];

using var session = new InferenceSession(model);
float[] Sigmoid(float[] scores)
{
    using var input = OrtValue.CreateTensorValueFromMemory(scores, [scores.Length]);
    using var run = new RunOptions();
    using var output = session.Run(run, ["x"], [input], ["y"]);
    return output[0].GetTensorDataAsSpan<float>().ToArray();
}

Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
float[] deep = [.. Enumerable.Range(0, 64).Select(step => -18f - step)];
var zeros = Sigmoid(deep).Count(value => value == 0);
Console.WriteLine($"Sigmoid is exactly 0 for {zeros} of the {deep.Length} scores -18, -19 … -81; exp(-18) is {Math.Exp(-18):g3}, a normal Float32 down to exp(-87).");

float[] line = [.. Enumerable.Range(0, 180_001).Select(step => -18f + step / 10_000f)];
var values = Sigmoid(line);
var down = Enumerable.Range(1, line.Length - 1).Count(i => values[i] < values[i - 1]);
var worst = Enumerable.Range(0, line.Length).Max(i => Math.Abs(values[i] * (1 + Math.Exp(-line[i])) - 1));
Console.WriteLine($"From -18 to 0 in steps of 0.0001 it falls {down} times where it should rise; largest relative error {worst:g3}.");
return zeros == deep.Length && down > 0 ? 0 : 1;
PROGRAM

dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
dotnet out/sigmoid.dll

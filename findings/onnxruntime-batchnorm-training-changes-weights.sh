#!/usr/bin/env bash
# Microsoft.ML.OnnxRuntime 1.31.1 (NuGet, CPU): BatchNormalization with training_mode=1 gives other scores in every run of one session on one input,
# none of them right, where the file's scale equals its running variance (and bias the running mean), as in a network that was not trained yet: equal
# initializers are put together, and the running statistics are written over them. Scores that no other initializer equals are right.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"

cat >norm.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NoWarn>NU1603</NoWarn></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="[1.31.1]" /><PackageReference Include="System.Numerics.Tensors" Version="9.0.19" /></ItemGroup>
</Project>
PROJECT

cat >Program.cs <<'PROGRAM'
using System.Text;
using Microsoft.ML.OnnxRuntime;

// a model of one BatchNormalization (opset 15) over [1, 1, 4], field by field; its four constants are four initializers
static byte[] Field(int number, byte[] value) => [.. Varint(number << 3 | 2), .. Varint(value.Length), .. value];
static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];
static byte[] Varint(int value) => value < 128 ? [(byte)value] : [(byte)(value & 127 | 128), .. Varint(value >> 7)];
static byte[] Text(int number, string text) => Field(number, Encoding.ASCII.GetBytes(text));
static byte[] Constant(string name, float value) => Field(5, [.. Number(1, 1), .. Number(2, 1), .. Text(8, name), .. Field(9, BitConverter.GetBytes(value))]);
static byte[] Value(int number, string name) =>
    Field(number, [.. Text(1, name), .. Field(2, Field(1, [.. Number(1, 1), .. Field(2, [.. Field(1, Number(1, 1)), .. Field(1, Number(1, 1)), .. Field(1, Number(1, 4))])]))]);
static byte[] Model(float variance, float mean) =>
[
    .. Number(1, 8),
    .. Field(7,
    [
        .. Field(1,
        [
            .. Text(1, "x"), .. Text(1, "scale"), .. Text(1, "bias"), .. Text(1, "mean"), .. Text(1, "variance"), .. Text(2, "y"), .. Text(2, "m"), .. Text(2, "v"),
            .. Text(4, "BatchNormalization"), .. Field(5, [.. Text(1, "training_mode"), .. Number(3, 1), .. Number(20, 2)]),
        ]),
        .. Text(2, "g"), .. Constant("scale", 1), .. Constant("bias", 0), .. Constant("mean", mean), .. Constant("variance", variance), .. Value(11, "x"), .. Value(12, "y"),
    ]),
    .. Field(8, [.. Text(1, ""), .. Number(2, 15)]),
];

static float[] FirstScores(byte[] model)
{
    using var session = new InferenceSession(model);
    using var run = new RunOptions();
    return [.. Enumerable.Range(0, 3).Select(_ =>
    {
        using var input = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 2, 3, 6 }, [1, 1, 4]);
        using var output = session.Run(run, ["x"], [input], ["y"]);
        return output[0].GetTensorDataAsSpan<float>()[0];
    })];
}

Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
var right = (float)((1 - 3) / Math.Sqrt(3.5 + 1e-5));
var (equal, unequal) = (FirstScores(Model(1, 0)), FirstScores(Model(2, 0.5f)));
Console.WriteLine($"By the mean and variance of the input the first score is {right}.");
Console.WriteLine($"scale 1, bias 0, running variance 1, running mean 0, three runs: {string.Join(", ", equal)}");
Console.WriteLine($"scale 1, bias 0, running variance 2, running mean 0.5, three runs: {string.Join(", ", unequal)}");
bool Is(float score) => Math.Abs(score - right) < 1e-4;
return equal.Distinct().Count() == 3 && !equal.Any(Is) && unequal.All(Is) ? 0 : 1;
PROGRAM

dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
dotnet out/norm.dll

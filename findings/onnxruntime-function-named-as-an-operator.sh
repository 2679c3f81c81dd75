#!/usr/bin/env bash
# Microsoft.ML.OnnxRuntime 1.31.1 (NuGet, CPU): a local function (ModelProto.functions) in ONNX's own domain, under the name of an operator there, is left aside without a word: the operator runs. In a
# domain of its own the same function runs. onnx.proto leaves to the runtime which of the two comes first, and an error would be as good.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"

cat >function.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NoWarn>NU1603</NoWarn></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="[1.31.1]" /><PackageReference Include="System.Numerics.Tensors" Version="9.0.19" /></ItemGroup>
</Project>
PROJECT

cat >Program.cs <<'PROGRAM'
using System.Text;
using Microsoft.ML.OnnxRuntime;

// a model of one node that calls y = Relu(x) of a domain, and a function of that name there, which negates; field by field
static byte[] Field(int number, byte[] value) => [.. Tag(number), (byte)value.Length, .. value];
static byte[] Tag(int number) => (number << 3 | 2) is var tag && tag < 128 ? [(byte)tag] : [(byte)(tag & 127 | 128), (byte)(tag >> 7)];
static byte[] Text(int number, string text) => Field(number, Encoding.ASCII.GetBytes(text));
static byte[] Value(int number, string name) => Field(number, [.. Text(1, name), .. Field(2, Field(1, [8, 1, .. Field(2, Field(1, [8, 1]))]))]);
static byte[] Node(string operation, string domain) => [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, operation), .. Text(7, domain)];
static byte[] Opset(int number, string domain, byte version) => Field(number, [.. Text(1, domain), 16, version]);

static float Run(string domain, bool hasFunction)
{
    byte[] graph = [.. Field(1, Node("Relu", domain)), .. Text(2, "g"), .. Value(11, "x"), .. Value(12, "y")];
    byte[] function = [.. Text(1, "Relu"), .. Text(4, "x"), .. Text(5, "y"), .. Field(7, Node("Neg", "")), .. Opset(9, "", 17), .. Text(10, domain)];
    byte[] model = [8, 8, .. Field(7, graph), .. Opset(8, "", 17), .. domain.Length > 0 ? Opset(8, domain, 1) : [], .. hasFunction ? Field(25, function) : []];
    using var session = new InferenceSession(model);
    using var input = OrtValue.CreateTensorValueFromMemory([-2f], [1]);
    using var run = new RunOptions();
    using var output = session.Run(run, ["x"], [input], ["y"]);
    return output[0].GetTensorDataAsSpan<float>()[0];
}

Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}; each model calls Relu of -2.");
var (own, standard, plain) = (Run("mine", true), Run("", true), Run("", false));
Console.WriteLine($"domain 'mine' with the function Relu(x) = -x of the file: {own}");
Console.WriteLine($"ONNX's domain '' with that function in the file: {standard}, as without it: {plain}");
return own == 2 && standard == 0 && plain == 0 ? 0 : 1;
PROGRAM

dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
dotnet out/function.dll

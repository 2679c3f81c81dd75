#!/usr/bin/env bash
# Microsoft.ML.OnnxRuntime.Gpu.Linux 1.31.0 (NuGet) on a machine without CUDA: the build lists CUDA and TensorRT as available providers, and the exception of adding one says
# that a shared library failed to load, but not which. The name is in the log on standard error only, and in the text of a plain load of the provider's library.
set -euo pipefail
! ldconfig -p | grep -q 'libcudart\.so\.13' || { echo "CUDA 13 is installed here, so there is nothing to see."; exit 1; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"

cat >providers.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NoWarn>NU1603</NoWarn></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime.Gpu.Linux" Version="[1.31.0]" /><PackageReference Include="System.Numerics.Tensors" Version="9.0.19" /></ItemGroup>
</Project>
PROJECT

cat >Program.cs <<'PROGRAM'
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

var environment = OrtEnv.Instance();
Console.WriteLine($"ONNX Runtime {environment.GetVersionString()}, available: {string.Join(", ", environment.GetAvailableProviders())}");

static string Refusal(Action action)
{
    try { action(); return ""; }
    catch (Exception exception) { return exception.Message; }
}

using var options = new SessionOptions();
var said = Refusal(() => options.AppendExecutionProvider_CUDA(0));
Console.WriteLine($"The exception: {said}");
var library = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libonnxruntime_providers_cuda.so");
var loader = Refusal(() => NativeLibrary.Load(library)).Split('\n').FirstOrDefault(line => line.Contains("cannot open shared object file")) ?? "";
var missing = loader.Replace("Unable to load shared library", "").Split(' ').Select(word => word.TrimEnd(':')).FirstOrDefault(word => word.StartsWith("lib") && word.Contains(".so.")) ?? "";
Console.WriteLine($"A plain load of the same provider misses: {missing}");
return environment.GetAvailableProviders().Contains("CUDAExecutionProvider") && said.Length > 0 && missing.Length > 0 && !said.Contains(missing) ? 0 : 1;
PROGRAM

dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
dotnet out/providers.dll 2>log && status=0 || status=$?
echo "The log on standard error: $(sed -n 's/.*\(lib[a-zA-Z]*\.so\.[0-9]*: cannot open\).*/\1/p' log | head -n 1)"
exit "$status"

#!/usr/bin/env bash
# System.Numerics.Tensors 9.0.19 (NuGet) on .NET 10: TensorPrimitives.ConvertSaturating and ConvertTruncating from Single to Byte are several times slower than a loop of a few lines over Vector128 (to Int32,
# then narrowed with saturation) that gives the same bytes: the library of vectorised primitives has none for it.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><TieredPGO>false</TieredPGO><TieredCompilation>false</TieredCompilation></PropertyGroup>
  <ItemGroup><PackageReference Include="System.Numerics.Tensors" Version="9.0.19" /></ItemGroup>
</Project>
EOF
cat >Program.cs <<'EOF'
using System.Diagnostics;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.Intrinsics;

var from = Enumerable.Range(0, 1 << 18).Select(i => i * 0.01f % 300 - 20).ToArray();
var (bytes, again) = (new byte[from.Length], new byte[from.Length]);
double Quickest(Action work)
{
    var best = double.MaxValue;
    for (var turn = 0; turn < 40; turn++)
    {
        var begun = Stopwatch.GetTimestamp();
        work();
        best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
    }

    return best;
}

// in turns of one run, the quickest of each
var saturating = Quickest(() => TensorPrimitives.ConvertSaturating<float, byte>(from, bytes));
var truncating = Quickest(() => TensorPrimitives.ConvertTruncating<float, byte>(from, again));
var byVectors = Quickest(() => Narrow(from, again));
Console.WriteLine($"System.Numerics.Tensors {typeof(TensorPrimitives).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}, {from.Length} numbers");
Console.WriteLine($"ConvertSaturating to Byte {saturating:F0} µs, ConvertTruncating to Byte {truncating:F0} µs");
Console.WriteLine($"by Vector128 to Byte {byVectors:F0} µs, {saturating / byVectors:F1} times as fast; the same bytes: {bytes.AsSpan().SequenceEqual(again)}");
return bytes.AsSpan().SequenceEqual(again) && saturating > 2 * byVectors && truncating > 2 * byVectors ? 0 : 1;

static void Narrow(float[] from, byte[] to)
{
    for (var i = 0; i < from.Length; i += 16)
    {
        Vector128<int> At(int j) => Vector128.ConvertToInt32(Vector128.LoadUnsafe(ref from[i + j]));
        var (low, high) = (Vector128.NarrowWithSaturation(At(0), At(4)), Vector128.NarrowWithSaturation(At(8), At(12)));
        var zero = Vector128<short>.Zero;
        Vector128.NarrowWithSaturation(Vector128.Max(low, zero).AsUInt16(), Vector128.Max(high, zero).AsUInt16()).StoreUnsafe(ref to[i]);
    }
}
EOF
dotnet run -c Release -v quiet

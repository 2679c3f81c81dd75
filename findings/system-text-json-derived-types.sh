#!/usr/bin/env bash
# System.Text.Json of .NET 10: a type with JsonDerivedType attributes has all its kinds prepared before the first value of any kind is read or written, each with the converters and accessors of all
# its properties. A process that reads one small line of a protocol of 41 kinds compiles several times as many methods as one that reads the same line by the kind's own type, and takes as much longer.
# One would guess that a kind is prepared when it comes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat >kinds.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>
PROJECT
{
    echo 'using System.Runtime; using System.Text.Json; using System.Text.Json.Serialization;'
    echo 'var line = """{"$type":"small","Number":7}""";'
    echo 'var number = args[0] == "base" ? ((Small)JsonSerializer.Deserialize<Request>(line)!).Number : JsonSerializer.Deserialize<Small>(line)!.Number;'
    echo 'Console.WriteLine($"{JitInfo.GetCompiledMethodCount()} {JitInfo.GetCompilationTime().TotalMilliseconds:0} {number} {Environment.Version}");'
    for kind in $(seq 40); do echo "[JsonDerivedType(typeof(Kind$kind), \"kind$kind\")]"; done
    echo '[JsonDerivedType(typeof(Small), "small")] public abstract record Request;'
    echo 'public sealed record Small(int Number) : Request;'
    for kind in $(seq 40); do
        echo "public enum Choice$kind { A, B } public readonly record struct Place$kind(double X, double Y);"
        echo "public sealed record Kind$kind(string Name, Choice$kind Choice, Place$kind[] Places, Place$kind? Other) : Request;"
    done
} >Program.cs
dotnet build -c Release -v quiet -o built >build.log 2>&1 || { cat build.log; exit 1; }

# without the compiler's tiers in the background, whose count depends on the time
export DOTNET_TieredCompilation=0
read -r all time_all seven version < <(dotnet built/kinds.dll base)
read -r own time_own other _ < <(dotnet built/kinds.dll kind)
echo ".NET $version, a line of one kind of 41, read as"
echo "  the base type:     $all methods compiled, $time_all ms of compiling"
echo "  the kind's type:   $own methods compiled, $time_own ms of compiling"
[ "$seven" = 7 ] && [ "$other" = 7 ] && [ "$all" -ge $((3 * own)) ] && echo "All kinds are prepared for the first value of one." || { echo "This has changed."; exit 1; }

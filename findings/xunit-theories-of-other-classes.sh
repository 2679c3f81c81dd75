#!/usr/bin/env bash
# xunit.v3 4.0.2 by `dotnet test` (Microsoft.Testing.Platform, .NET SDK 10): --filter-class of one class makes the rows of all theories of all other classes first. The test program by itself, with
# the same filter (-class), makes none of them. Data that takes long is paid for in each run of one test; "preEnumerateTheories": false in xunit.runner.json ends it.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat >global.json <<'JSON'
{ "test": { "runner": "Microsoft.Testing.Platform" } }
JSON
cat >rows.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="xunit.v3" Version="4.0.2" /><Content Include="xunit.runner.json" CopyToOutputDirectory="Always" /></ItemGroup>
</Project>
PROJECT
cat >Tests.cs <<'PROGRAM'
using Xunit;

public class Quick
{
    [Fact]
    public void Passes()
    {
    }
}

public class Slow
{
    public static TheoryData<int> Rows()
    {
        File.AppendAllText(Environment.GetEnvironmentVariable("ROWS")!, "made\n");
        return [1, 2];
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Takes(int row) => Assert.True(row > 0);
}
PROGRAM
echo '{}' >xunit.runner.json
dotnet build -v quiet --nologo -p:NuGetAudit=false >/dev/null
echo "xunit.v3 4.0.2, SDK $(dotnet --version)"
made() { : >rows; ROWS="$folder/rows" "$@" >said 2>&1 || { cat said; exit 1; }; wc -l <rows; }
tested=$(made dotnet test --no-build --filter-class Quick)
alone=$(made dotnet exec bin/Debug/net10.0/rows.dll -class Quick)
echo '{ "preEnumerateTheories": false }' >bin/Debug/net10.0/xunit.runner.json
off=$(made dotnet test --no-build --filter-class Quick)
echo "rows of the other class made: by dotnet test $tested times, by the program itself $alone, by dotnet test with preEnumerateTheories false $off"
[ "$tested" -ge 1 ] && [ "$alone" = 0 ] && [ "$off" = 0 ]

#!/usr/bin/env bash
# ASP.NET Core 10's request delegate generator (EnableRequestDelegateGenerator): an application with two handlers that differ only in a parameter's default value compiles without a warning and ends at its start with
# an InvalidCastException; which of the two fails depends on their order. Each of them alone works, and so do both without the generator.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
</Project>
EOF
start() { # of handlers, with or without the generator: what the start says
    rm -rf bin obj
    cat >Program.cs <<EOF
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
var app = builder.Build();
try
{
    $2
    await app.StartAsync();
    Console.WriteLine("starts");
}
catch (Exception exception)
{
    Console.WriteLine(exception.GetType().Name);
}
EOF
    dotnet build -c Release -v quiet -p:EnableRequestDelegateGenerator="$1" >build.log 2>&1 || { cat build.log >&2; exit 1; }
    dotnet bin/Release/net10.0/finding.dll
}
plain='app.MapGet("/plain", (int take) => $"{take}");'
default='app.MapGet("/default", (int take = 100) => $"{take}");'
both=$(start true "$plain $default")
turned=$(start true "$default $plain")
first=$(start true "$plain")
second=$(start true "$default")
without=$(start false "$plain $default")
echo "ASP.NET Core $(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10[^ ]*\).*/\1/p' | tail -1), handlers (int take) and (int take = 100):"
echo "  with the generator, both: $both; the other way round: $turned; the first alone: $first; the second alone: $second"
echo "  without it, both: $without"
[ "$both" = InvalidCastException ] && [ "$turned" = InvalidCastException ] && [ "$first$second$without" = startsstartsstarts ] \
    && echo "A default value is no part of what tells generated delegates apart." || { echo "This has changed."; exit 1; }

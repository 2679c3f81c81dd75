#!/usr/bin/env bash
# ASP.NET Core 10's request delegate generator (EnableRequestDelegateGenerator): where an optional parameter of a query cannot be read as its type, the answer is 400 without a word, also with
# ThrowOnBadRequest: nothing is thrown and nothing is logged. Without the generator, and with it for a required parameter, BadHttpRequestException names the parameter and the value. One would guess that a switch
# of the build changes no answers.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
</Project>
EOF
cat >Program.cs <<'EOF'
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
var app = builder.Build();
var thrown = "nothing";
app.Use(async (context, next) =>
{
    try
    {
        await next(context);
    }
    catch (BadHttpRequestException exception)
    {
        (thrown, context.Response.StatusCode) = (exception.Message, exception.StatusCode);
    }
});
// of another type: handlers that differ in the default alone share one delegate, and fail at the start
app.MapGet("/required", (long take) => $"{take}");
app.MapGet("/optional", (int take = 100) => $"{take}");
await app.StartAsync();
using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
foreach (var path in new[] { "required", "optional" })
{
    thrown = "nothing";
    using var response = await http.GetAsync($"{path}?take=many");
    Console.WriteLine($"{path}: {(int)response.StatusCode}, thrown: {thrown}");
}
EOF
answers() { # of a build with or without the generator
    rm -rf bin obj
    dotnet build -c Release -v quiet -p:EnableRequestDelegateGenerator="$1" >build.log 2>&1 || { cat build.log >&2; exit 1; }
    dotnet bin/Release/net10.0/finding.dll
}
without=$(answers false)
with=$(answers true)
echo "ASP.NET Core $(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10[^ ]*\).*/\1/p' | tail -1), GET ?take=many where take is a number, ThrowOnBadRequest:"
sed 's/^/  without the generator, /' <<<"$without"
sed 's/^/  with it,               /' <<<"$with"
[ "$(grep -cE 'Failed to bind parameter "(int|long) take" from "many"' <<<"$without")" = 2 ] && grep -q '^required.*Failed to bind parameter' <<<"$with" && grep -q '^optional: 400, thrown: nothing' <<<"$with" \
    && echo "With the generator nobody says which optional parameter was wrong." || { echo "This has changed."; exit 1; }

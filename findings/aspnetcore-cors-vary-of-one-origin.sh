#!/usr/bin/env bash
# ASP.NET Core 10's CORS middleware writes "Vary: Origin" where a policy lists two origins and leaves it out where it lists one, although the answer depends on the origin in both:
# one without Access-Control-Allow-Origin, kept by a cache, is given to the listed page later.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
</Project>
EOF
cat >Program.cs <<'EOF'
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Services.AddCors();
var app = builder.Build();
app.Map("/one", one => one.UseCors(policy => policy.WithOrigins("https://a.example")).Run(context => context.Response.WriteAsync("one")));
app.Map("/two", two => two.UseCors(policy => policy.WithOrigins("https://a.example", "https://b.example")).Run(context => context.Response.WriteAsync("two")));
await app.StartAsync();
using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
Console.WriteLine($"ASP.NET Core {Environment.Version}");
var seen = new Dictionary<string, string>();
foreach (var path in new[] { "one", "two" })
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", "https://a.example" } } };
    using var response = await http.SendAsync(request);
    seen[path] = response.Headers.Vary.ToString();
    Console.WriteLine($"{path} listed: Access-Control-Allow-Origin: {string.Join(',', response.Headers.GetValues("Access-Control-Allow-Origin"))}; Vary: {(seen[path].Length > 0 ? seen[path] : "none")}");
}

return seen["one"] == "" && seen["two"] == "Origin" ? 0 : 1;
EOF
dotnet run -v quiet

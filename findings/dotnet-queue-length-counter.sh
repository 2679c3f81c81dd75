#!/usr/bin/env bash
# .NET 10's meter System.Runtime has the length of the thread pool's queue and the number of its threads, which rise and fall, as observable counters: OpenTelemetry's exporter for Prometheus
# (1.20.1-beta.1) makes dotnet_thread_pool_queue_length_total and dotnet_thread_pool_thread_count_total of them, of type counter, for which rate() takes every fall for a restart. The working set
# beside them is an up-down counter and becomes a gauge.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="[1.20.1]" />
    <PackageReference Include="OpenTelemetry.Exporter.Prometheus.AspNetCore" Version="[1.20.1-beta.1]" />
  </ItemGroup>
</Project>
EOF
cat >Program.cs <<'EOF'
using OpenTelemetry.Metrics;

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("System.Runtime")
    .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0));
var app = builder.Build();
app.MapPrometheusScrapingEndpoint();
await app.StartAsync();
using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
Console.WriteLine($".NET {Environment.Version}, OpenTelemetry.Exporter.Prometheus.AspNetCore 1.20.1-beta.1");
var types = (await http.GetStringAsync("metrics")).Split('\n').Where(line => line.StartsWith("# TYPE dotnet_") && (line.Contains("queue_length") || line.Contains("thread_count") || line.Contains("working_set"))).ToList();
types.ForEach(Console.WriteLine);
return types.Order().SequenceEqual(
[
    "# TYPE dotnet_process_memory_working_set_bytes gauge", "# TYPE dotnet_thread_pool_queue_length_total counter", "# TYPE dotnet_thread_pool_thread_count_total counter",
]) ? 0 : 1;
EOF
dotnet run -v quiet

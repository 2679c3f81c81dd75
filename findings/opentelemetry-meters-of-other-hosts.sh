#!/usr/bin/env bash
# OpenTelemetry .NET 1.20.1 in two hosts of one process (as in tests): each host's AddMeter("app") hears the meters of that name of both, although each meter is made by its own host's
# IMeterFactory. Gauges of one name are one to it, and the value that is read last stays: a host shows the other one's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'EOF'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.15" />
    <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="1.20.1" />
  </ItemGroup>
</Project>
EOF
cat >Program.cs <<'EOF'
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;

var (first, second) = (new Seen(), new Seen());
using var one = await StartAsync(first, jobs: 3);
using var two = await StartAsync(second, jobs: 0);
first.Reader.Collect();
second.Reader.Collect();
Console.WriteLine($"OpenTelemetry {typeof(MeterProvider).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}");
Console.WriteLine($"the host with 3 jobs shows: {string.Join(", ", first.Values)}");
Console.WriteLine($"the host with 0 jobs shows: {string.Join(", ", second.Values)}");
return first.Values.SequenceEqual([0]) && second.Values.SequenceEqual([0]) ? 0 : 1;

static async Task<IHost> StartAsync(Seen seen, long jobs)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders();
    builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("app").AddReader(seen.Reader));
    var host = builder.Build();
    host.Services.GetRequiredService<IMeterFactory>().Create("app").CreateObservableGauge("jobs", () => jobs);
    await host.StartAsync();
    return host;
}

sealed class Seen : BaseExporter<Metric>
{
    public Seen() => Reader = new BaseExportingMetricReader(this);

    public BaseExportingMetricReader Reader { get; }

    public List<long> Values { get; } = [];

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                Values.Add(point.GetGaugeLastValueLong());
            }
        }

        return ExportResult.Success;
    }
}
EOF
dotnet run -v quiet

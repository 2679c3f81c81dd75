using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RasterAnalysis.BackgroundJobs;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Rasters.Rendering;
using Serilog;

namespace RasterAnalysis.Worker.Commands;

/// <summary>A processing node without a web face: takes jobs from the shared database.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        _ = ServiceStart.PrepareSerializersAsync();
        var builder = Host.CreateApplicationBuilder(args);
        try
        {
            var telemetry = OtlpSettings.Read(builder.Configuration);
            builder.AddTelemetry(telemetry);
            builder.Services.AddSerilog(
                log => log.MinimumLevel.Information()
                    .MinimumLevel.Override("Microsoft.EntityFrameworkCore", Serilog.Events.LogEventLevel.Warning)
                    .WriteTo.Console(outputTemplate: LogLines.Template, formatProvider: CultureInfo.InvariantCulture),
                writeToProviders: telemetry.Logs);
            var options = ServiceSettings.Read(builder.Configuration);
            if (options.IsEmbedded)
            {
                throw new InvalidRequestException(
                    "ConnectionStrings__RasterAnalysis", "must name a PostgreSQL database: a node finds its jobs there. The embedded service needs no node.");
            }

            builder.Services.AddBackgroundJobs(options);
            builder.Services.AddSingleton<IFeatureTables, GeoPackages>();
            builder.Services.AddSingleton<IRasterRenderer, GdalRasterRenderer>();
            var host = builder.Build();
            await host.Services.PrepareDataFolderAsync();
            await host.RunAsync();
            return 0;
        }
        catch (RasterAnalysisException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ServiceStart.ExitCodeOf(exception);
        }
    }
}

using System.Globalization;
using Hangfire;
using Prometheus;
using RasterAnalysis.Api.CrossOrigin;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.Health;
using RasterAnalysis.Api.HostNames;
using RasterAnalysis.Api.ImageryLayers;
using RasterAnalysis.Api.Items;
using RasterAnalysis.Api.Jobs;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Telemetry;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Gdal.Sampling;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;
using RasterAnalysis.Tools.ClassifyPixels;
using Serilog;

namespace RasterAnalysis.Api;

/// <summary>Puts the service together.</summary>
public static class RasterAnalysisHost
{
    /// <summary>Registers everything.</summary>
    /// <exception cref="RasterAnalysisException">A setting cannot be used, or libgdal is missing.</exception>
    public static WebApplicationBuilder AddRasterAnalysis(this WebApplicationBuilder builder)
    {
        var options = ServiceSettings.Read(builder.Configuration);
        GdalRuntime.Initialize(builder.Configuration.GetSection("RasterAnalysis:Gdal").Get<GdalOptions>() ?? new GdalOptions());
        builder.Services.AddSerilog((_, log) => log
            .ReadFrom.Configuration(builder.Configuration)
            .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture));
        builder.Services.AddBackgroundJobs(options);
        builder.Services.AddSingleton<IRasterRenderer, GdalRasterRenderer>();
        builder.Services.AddSingleton<IPartialRasterWriter, PartialRasterWriter>();
        builder.Services.AddPartialResults();
        builder.Services.AddSingleton<IRasterSampler, GdalRasterSampler>();
        builder.Services.AddRasterViews(options.Views);
        builder.Services.AddArcGis();
        builder.Services.Configure<ArcGisOptions>(builder.Configuration.GetSection("RasterAnalysis:ArcGis"));
        builder.Services.AddHostNames(builder.Configuration);
        builder.Services.AddCrossOrigin(builder.Configuration);
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = StatusProblems.Complete);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<ProblemDetailsMapping>();
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        builder.Services.AddOpenApiDocument();
        builder.Services.AddSingleton<JobMetrics>();
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [HealthEndpoints.Ready])
            .AddCheck<DataFolderHealthCheck>("data-folder", tags: [HealthEndpoints.Ready])
            .AddCheck<WorkerHealthCheck>("worker", tags: [HealthEndpoints.Ready]);
        return builder;
    }

    /// <summary>Maps every route.</summary>
    public static WebApplication UseRasterAnalysis(this WebApplication app)
    {
        app.UseSerilogRequestLogging(options => options.GetLevel = RequestLogLevel.Of);
        app.UseHostNames();
        app.UseCrossOrigin();
        app.UseRetryAfter();
        app.UseExceptionHandler();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), native =>
        {
            native.UseStatusCodePages();
            native.UseDeclaredBodies();
        });
        app.UseHttpMetrics();
        app.UseSwagger();
        app.UseSwaggerUI(SwaggerSetup.ConfigureUi);
        app.MapArcGis();
        var api = app.MapGroup("/api/v1").MayFail();
        api.MapItems();
        api.MapImageryLayers();
        api.MapClassifyPixels();
        api.MapJobs();
        app.MapHealth();
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            DashboardTitle = "RasterAnalysis jobs", DisplayStorageConnectionString = false,

            // what is deleted there would still wait in the database, which is the truth
            IsReadOnlyFunc = _ => true,
        });
        app.Services.GetRequiredService<JobMetrics>().Register();
        app.MapMetrics();
        app.MapGet("/", () => Results.Redirect("/swagger")).ExcludeFromDescription();
        return app;
    }
}

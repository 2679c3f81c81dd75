using System.Globalization;
using Hangfire;
using Hangfire.Dashboard;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.CrossOrigin;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.Health;
using RasterAnalysis.Api.HostNames;
using RasterAnalysis.Api.ImageryLayers;
using RasterAnalysis.Api.Items;
using RasterAnalysis.Api.Jobs;
using RasterAnalysis.Api.MapPage;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RasterStores;
using RasterAnalysis.Api.SignIn;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Telemetry;
using RasterAnalysis.Api.Uploads;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Gdal.Sampling;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;
using RasterAnalysis.Tools.ClassifyPixels;
using Serilog;

namespace RasterAnalysis.Api;

/// <summary>Puts the service together.</summary>
internal static class RasterAnalysisHost
{
    /// <summary>Registers everything.</summary>
    /// <exception cref="RasterAnalysisException">A setting cannot be used, or libgdal is missing.</exception>
    public static WebApplicationBuilder AddRasterAnalysis(this WebApplicationBuilder builder)
    {
        var options = ServiceSettings.Read(builder.Configuration);
        NativeMemory.KeepSmall();
        GdalRuntime.Initialize(builder.Configuration.GetSection("RasterAnalysis:Gdal").Get<GdalOptions>() ?? new GdalOptions());
        AddTelemetry(builder);
        builder.Services.AddHttpContextAccessor().AddSingleton<IAuditSource, RequestSource>();
        builder.Services.AddBackgroundJobs(options);
        builder.Services.AddSingleton<IRasterRenderer, GdalRasterRenderer>();
        builder.Services.AddSingleton<IFeatureTables, GeoPackages>();
        builder.Services.AddSingleton<StacLayers>();
        builder.Services.AddSingleton<IPartialRasterWriter, PartialRasterWriter>();
        builder.Services.AddPartialResults();
        builder.Services.AddSingleton<IRasterSampler, GdalRasterSampler>();
        builder.Services.AddRasterViews(options.Views);
        builder.Services.AddArcGis();
        builder.Services.Configure<ArcGisOptions>(builder.Configuration.GetSection("RasterAnalysis:ArcGis"));
        builder.Services.AddHostNames(builder.Configuration);
        builder.Services.AddCrossOrigin(builder.Configuration);
        builder.Services.AddSignIn(options.SignIn, builder.Configuration);
        builder.Services.AddRateLimits(builder.Configuration);
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = StatusProblems.Complete);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<ProblemDetailsMapping>();
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        builder.Services.AddOpenApiDocument();
        builder.Services.AddUploads();
        builder.Services.AddMapPage(builder.Configuration);
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [HealthEndpoints.Ready])
            .AddCheck<DataFolderHealthCheck>("data-folder", tags: [HealthEndpoints.Ready])
            .AddCheck<WorkerHealthCheck>("worker", tags: [HealthEndpoints.Ready]);
        return builder;
    }

    /// <summary>Maps every route.</summary>
    public static WebApplication UseRasterAnalysis(this WebApplication app)
    {
        TrustedProxies.Use(app);
        app.UseSerilogRequestLogging(options => options.GetLevel = RequestLogLevel.Of);
        app.UseHostNames();
        app.UseCrossOrigin();
        app.UseCrossSiteFilter();
        app.UseRetryAfter();
        app.UseCallers();
        app.UseRateLimits();
        app.UseExceptionHandler();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), native =>
        {
            native.UseStatusCodePages();
            native.UseDeclaredBodies();
        });
        app.UseSignIn();
        app.UseUploads();
        app.UseSwagger();
        app.UseSwaggerUI(SwaggerSetup.ConfigureUi);
        app.MapArcGis();
        var api = app.MapGroup("/api/v1").MayFail();
        api.MapSession();
        api.MapAudit();
        var isOn = app.Services.GetRequiredService<ISignIn>().IsOn;
        if (isOn)
        {
            api.MapApiKeys();
            api.MapUsers();
            api.MapGroups();
            app.MapSignInPages();
        }

        api.MapItems();
        api.MapProvenanceKeys();
        api.MapUploads();
        api.MapRasterStores();
        api.MapImageryLayers();
        api.MapClassifyPixels();
        api.MapDetectObjects();
        api.MapClassifyObjects();
        api.MapPolygons();
        api.MapSmoothClasses();
        api.MapChangeClasses();
        api.MapJobs();
        app.MapHealth();
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            DashboardTitle = "RasterAnalysis jobs", DisplayStorageConnectionString = false,

            // what is deleted there would still wait in the database, which is the truth
            IsReadOnlyFunc = _ => true,
            Authorization = isOn ? [] : [new LocalRequestsOnlyAuthorizationFilter()],
        }).Requires(Rights.Administer);
        app.MapPrometheusScrapingEndpoint("/metrics").DisableHttpMetrics().Requires(Rights.Administer);
        app.MapMapPage();
        return app;
    }

    /// <summary>Compiles now what calls each route; it would be done at the first request. No route can be added to a group of them any more.</summary>
    public static void BuildRoutes(this WebApplication app)
    {
        var sources = ((IEndpointRouteBuilder)app).DataSources;
        var built = new DefaultEndpointDataSource(sources.SelectMany(source => source.Endpoints).ToArray());

        // those would be compiled anew whenever somebody asks for them
        sources.Clear();
        sources.Add(built);
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        var settings = OtlpSettings.Read(builder.Configuration);
        builder.AddTelemetry(
            settings,
            meters => meters.AddMeter("Microsoft.AspNetCore.Hosting").AddPrometheusExporter(PrometheusForm.Configure),
            spans => spans.AddAspNetCoreInstrumentation(requests => requests.Filter = RequestLogLevel.IsWorthASpan));
        builder.Services.AddSerilog(
            (_, log) => log.ReadFrom.Configuration(builder.Configuration)
                .WriteTo.Console(outputTemplate: LogLines.Template, formatProvider: CultureInfo.InvariantCulture),
            writeToProviders: settings.Logs);
    }
}

using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Accuracy;
using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.BackgroundJobs.Auditing;
using RasterAnalysis.BackgroundJobs.DataFolder;
using RasterAnalysis.BackgroundJobs.FeatureServices;
using RasterAnalysis.BackgroundJobs.ImageServices;
using RasterAnalysis.BackgroundJobs.ItemTools;
using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.BackgroundJobs.ModelTasks;
using RasterAnalysis.BackgroundJobs.Queue;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Stac;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Storage.Migrations;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.BackgroundJobs.Views;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Requests;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;
using RasterAnalysis.Provenance;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.ChangeClasses;
using RasterAnalysis.Tools.ClassifyObjects;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Tools.DetectObjects;
using RasterAnalysis.Tools.ModelTasks;
using RasterAnalysis.Tools.Polygons;
using RasterAnalysis.Tools.SmoothClasses;
using RasterAnalysis.Tools.VerifyResult;
using RasterAnalysis.Transitions;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Registers the job and item stores, the queue and the processing instances.</summary>
public static class BackgroundJobsServiceCollectionExtensions
{
    private const int ModelTasksAtOnce = 2;
    private static readonly TimeSpan PostgreSqlPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PostgreSqlLease = TimeSpan.FromMinutes(1);

    /// <summary>Registers everything that takes jobs in and, unless the options say otherwise, runs them.</summary>
    public static IServiceCollection AddBackgroundJobs(this IServiceCollection services, BackgroundJobsOptions options)
    {
        var layout = new DataLayout(options.DataRoot);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(layout);
        services.AddSingleton(options.Limits);
        services.AddSingleton(options.Worker);
        services.AddSingleton(new RasterStores(options.RasterStores));
        services.AddSingleton(new HostRules(options.Limits.AllowedHosts));
        services.AddSingleton(new SecretBox(layout.SecretKeyPath));
        services.AddSingleton<ServiceHttp>();
        services.AddSingleton<ImagePages>();
        services.AddSingleton<ImageServiceIntake>();
        services.AddSingleton<IPageFetcher>(provider => provider.GetRequiredService<ImagePages>());
        services.AddSingleton<ICloudStores>(_ => new OpenCloudStores(options.NamedCloudStores));
        services.AddSingleton<RemoteRequests>();
        services.AddSingleton(options.RemoteRasters);
        services.AddSingleton<RangeClient>();
        services.AddSingleton<RangeCache>();
        services.AddSingleton<RemoteRasters>();
        services.AddSingleton<StacAssets>();
        services.AddSingleton<StacIntake>();
        services.AddSingleton<IRangeFetcher>(provider => provider.GetRequiredService<StacAssets>());
        services.AddMetrics().AddSingleton<ServiceMetrics>().AddSingleton<InstanceCensus>().AddSingleton<UnfinishedJobs>();
        AddStores(services, options, layout);
        services.AddAudit(options.Audit);
        services.AddAccounts(options.SignIn);
        services.AddSingleton<JobRights>();
        AddQueue(services, options);
        services.AddSingleton<ProcessingInstancePool>();
        services.AddSingleton<JobInputs>();
        services.AddSingleton<FileHashes>();
        services.AddSingleton<ProvenanceKey>();
        services.AddSingleton<ProvenanceStore>();
        services.AddSingleton<TransitionStore>();
        services.AddSingleton<IStacFiles, StacFiles>();
        services.AddSingleton<IJobForecasts, JobForecasts>();
        services.AddSingleton<ModelTrials>();
        services.AddSingleton<IProcessingInspector, ProcessingInspector>();
        services.AddSingleton(options.Conversion);
        services.AddSingleton<PackagePreparations>();
        services.AddSingleton(options.Uploads);
        services.AddSingleton<ResumableUploads>();
        services.AddSingleton(options.Storage);
        services.AddSingleton<StorageQuota>();
        services.AddSingleton<NewItems>();
        services.AddSingleton<ItemPublisher>();
        services.AddSingleton<LayerSources>();
        services.AddSingleton<LayerPublisher>();
        services.AddSingleton<IRemoteLayers>(provider => provider.GetRequiredService<RemoteRasters>());
        services.AddSingleton<ResultPublisher>();
        services.AddSingleton<ServiceReservation>();
        services.AddSingleton<ItemDeletion>();
        services.AddSingleton<IRemoteFiles, RemoteFileDownloader>();
        services.AddSingleton<InputResolver>();
        services.AddSingleton<StoredRequests>();
        services.AddTools();
        services.AddSingleton<InstalledModels>();
        services.AddSingleton<KeptAreas>();
        services.AddSingleton<RunningJobs>();
        services.AddSingleton<IJobCanceller, JobCanceller>();
        return services;
    }

    /// <summary>Registers what shows the results of running jobs; needs an <see cref="IPartialRasterWriter"/>.</summary>
    public static IServiceCollection AddPartialResults(this IServiceCollection services) => services.AddSingleton<IPartialResults, PartialResults>();

    /// <summary>
    /// Registers what map clients see of rasters, an <see cref="IRasterViews"/>, and of models over them, an <see cref="IModelPreviews"/>; needs an <see cref="IRasterRenderer"/> and
    /// an <see cref="RasterAnalysis.Rasters.Sampling.IRasterSampler"/> for what the service made itself.
    /// </summary>
    public static IServiceCollection AddRasterViews(this IServiceCollection services, ViewOptions options)
    {
        services.AddSingleton(options).AddSingleton<ViewInstances>().AddSingleton<RasterViews>().AddSingleton<IRasterViews>(provider => provider.GetRequiredService<RasterViews>())
            .AddSingleton<IModelPreviews>(provider => provider.GetRequiredService<RasterViews>());
        services.AddSingleton<AreaMeasurements>().AddSingleton<IClassAreas>(provider => provider.GetRequiredService<AreaMeasurements>());
        services.AddSingleton<IZoneAreas, ZoneMeasurements>();
        services.AddSingleton<KeptAccuracy>().AddSingleton<IAccuracyReports, AccuracyReports>();
        services.AddSingleton<OverviewQueue>().AddSingleton<IOverviews>(provider => provider.GetRequiredService<OverviewQueue>());
        return services.AddHostedService(provider => provider.GetRequiredService<OverviewQueue>());
    }

    private static void AddStores(IServiceCollection services, BackgroundJobsOptions options, DataLayout layout)
    {
        if (options.IsPostgreSql)
        {
            AddDatabase<PostgreSqlDbContext>(services, database => database.UseNpgsql(options.ConnectionString), QuickContexts.OfNpgsql(options.ConnectionString));
        }
        else
        {
            var file = options.ConnectionString.Length > 0 ? options.ConnectionString : $"Data Source={layout.DatabasePath}";
            AddDatabase<SqliteDbContext>(services, database => database.UseSqlite(file).AddInterceptors(new SqliteConnections(isQuick: false)), QuickContexts.OfSqlite(file));
        }

        services.AddSingleton<AddressUpgrade>();
        services.AddSingleton<DatabaseUpgrade>();
        services.AddSingleton<DatabaseInitializer>();
        services.AddSingleton<FolderUse>();
        services.AddSingleton<DataFolderStart>();
        services.AddSingleton(provider => new ServiceReadiness(
            provider.GetRequiredService<IDbContextFactory<RasterAnalysisDbContext>>(), options, layout, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IJobStore, EfJobStore>();
        services.AddSingleton<ISectionJournal, EfSectionJournal>();
        services.AddSingleton<IResultCache, EfResultCache>();
        services.AddSingleton<ServiceStopping>();
        services.AddSingleton<RetryPolicy>();
        services.AddSingleton<EfCatalogStore>();
        services.AddDataStore(options);
        services.AddSingleton<IFolderStore, EfFolderStore>();
        services.AddSingleton<IStorageUse, EfStorageUse>();
    }

    private static void AddDatabase<TContext>(IServiceCollection services, Action<DbContextOptionsBuilder> use, (Action<DbContextOptionsBuilder> Use, Action Close) quick)
        where TContext : RasterAnalysisDbContext
    {
        services.AddPooledDbContextFactory<TContext>(database => Configure(database, use));
        services.AddSingleton<IDbContextFactory<RasterAnalysisDbContext>, RasterAnalysisDbContextFactory<TContext>>();
        services.AddSingleton(provider =>
        {
            var database = new DbContextOptionsBuilder<TContext>();
            Configure(database.UseApplicationServiceProvider(provider), quick.Use);
            return new QuickContexts(new PooledDbContextFactory<TContext>(database.Options).CreateDbContext, quick.Close);
        });

        static void Configure(DbContextOptionsBuilder database, Action<DbContextOptionsBuilder> use)
        {
            // what fails is thrown, and said by the one who catches it; upgrades are one transaction on purpose
            database.ConfigureWarnings(events => events.Ignore(
                CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed, RelationalEventId.CommandError, RelationalEventId.ConnectionError, RelationalEventId.TransactionError,
                RelationalEventId.MigrationsUserTransactionWarning));
            use(database);
        }
    }

    private static void AddQueue(IServiceCollection services, BackgroundJobsOptions options)
    {
        // ahead of Hangfire's server: its hosted service must not start before the database is there
        services.AddSingleton<KeptSections>();
        services.AddSingleton<JobRecovery>();
        services.AddHostedService<JobsHostedService>();
        services.AddSingleton<FolderSweep>();
        services.AddSingleton<DailySweep>().AddHostedService<StartedLater<DailySweep>>();
        services.AddSingleton<PreparationRecovery>().AddHostedService<StartedLater<PreparationRecovery>>();
        services.AddHangfire(configuration =>
        {
            configuration.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            if (options.IsPostgreSql)
            {
                configuration.UsePostgreSqlStorage(
                    storage => storage.UseNpgsqlConnection(options.ConnectionString),
                    new PostgreSqlStorageOptions
                    {
                        QueuePollInterval = PostgreSqlPoll,

                        // a node says all along that it still has its jobs; one that stops saying so loses them to another
                        UseSlidingInvisibilityTimeout = true,
                        InvisibilityTimeout = PostgreSqlLease,
                    });
            }
            else
            {
                configuration.UseInMemoryStorage(new InMemoryStorageOptions { IdType = InMemoryStorageIdType.Long });
            }
        });
        services.AddSingleton<IJobQueue, HangfireJobQueue>();
        if (!options.RunsJobs)
        {
            return;
        }

        services.AddSingleton<IQueueContents, HangfireQueueContents>();
        services.AddHostedService<JobSweep>();
        services.AddHostedService<InstanceWarmUp>();
        services.AddHostedService<JobRehearsal>();
        services.AddSingleton<RetryingJobStore>();
        services.AddSingleton<RetryingSectionJournal>();
        services.AddSingleton<ModelInstallation>();
        services.AddSingleton<StoredResults>();
        AddSectioned<ClassifiedRasters>(services, ClassifyPixelsTool.TaskName);
        AddSectioned<DetectedObjects>(services, DetectObjectsTool.TaskName);
        services.AddSingleton<FeatureServiceIntake>();
        AddSectioned<ClassifiedFeatures>(services, ClassifyObjectsTool.TaskName);
        services.AddSingleton<ItemJobs>();
        services.AddSingleton<ResultAreas>();
        services.AddSingleton<RangeRecords>().AddSingleton<RecordedPlans>();
        services.AddSingleton<ProvenanceWriter>();
        AddItemTool<VerifyResultRun>(services, VerifyResultTool.TaskName);
        AddItemTool<PolygonsRun>(services, PolygonsTool.TaskName);
        AddItemTool<SmoothClassesRun>(services, SmoothClassesTool.TaskName);
        AddItemTool<ChangeClassesRun>(services, ChangeClassesTool.TaskName);
        services.AddSingleton<ModelTaskRun>();
        foreach (var task in ModelTaskNames.All)
        {
            services.AddKeyedSingleton<IToolRun>(task, (provider, _) => provider.GetRequiredService<ModelTaskRun>());
        }

        services.AddSingleton<JobRunner>();
        services.AddSingleton<JobTurns>();
        services.AddTransient(provider => new ToolJob(
            provider.GetRequiredService<JobTurns>(), provider.GetRequiredService<JobRunner>(), provider.GetRequiredService<RetryPolicy>(), provider.GetRequiredService<ToolRegistry>()));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = options.JobsAtOnce;
            server.ShutdownTimeout = TimeSpan.FromSeconds(15);
        });
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = ModelTasksAtOnce;
            server.Queues = [ToolQueues.Models];
            server.ShutdownTimeout = TimeSpan.FromSeconds(15);
        });
    }

    /// <summary>Has the jobs of a tool about items run.</summary>
    private static void AddItemTool<TRun>(IServiceCollection services, string task)
        where TRun : class, IToolRun
    {
        services.AddSingleton<TRun>();
        services.AddKeyedSingleton<IToolRun>(task, (provider, _) => provider.GetRequiredService<TRun>());
    }

    /// <summary>Has the jobs of a tool run section by section.</summary>
    private static void AddSectioned<TTool>(IServiceCollection services, string task)
        where TTool : class, ISectionedTool
    {
        services.AddSingleton<TTool>();
        services.AddKeyedSingleton<IToolRun>(task, (provider, _) => ActivatorUtilities.CreateInstance<SectionedRun>(provider, provider.GetRequiredService<TTool>()));
    }
}

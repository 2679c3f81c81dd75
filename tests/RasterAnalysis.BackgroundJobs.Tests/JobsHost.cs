using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Storage.Migrations;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Storage;
using RasterAnalysis.Testing;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Tests;

/// <summary>The services as the web process registers them, with a data root of their own and no queue running.</summary>
internal sealed class JobsHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private JobsHost(ServiceProvider services, string dataRoot) => (_services, DataRoot) = (services, dataRoot);

    public string DataRoot { get; }

    public IJobStore Jobs => Get<IJobStore>();

    public ISectionJournal Journal => Get<ISectionJournal>();

    /// <summary>Registers the services and prepares the database.</summary>
    /// <param name="connectionString">PostgreSQL's; SQLite without.</param>
    /// <param name="change">Changes the options.</param>
    /// <param name="dataRoot">A folder that is there already and goes with the host; null for a new one.</param>
    /// <param name="interceptor">Sees the commands of either database.</param>
    /// <param name="register">Registers more.</param>
    public static async Task<JobsHost> StartAsync(
        string connectionString = "", Func<BackgroundJobsOptions, BackgroundJobsOptions>? change = null, string? dataRoot = null, IInterceptor? interceptor = null,
        Action<IServiceCollection>? register = null)
    {
        dataRoot ??= Directory.CreateTempSubdirectory("rasteranalysis-jobs-").FullName;
        var options = new BackgroundJobsOptions
        {
            DataRoot = dataRoot, ConnectionString = connectionString, Worker = new ProcessingInstanceOptions { Path = BuiltWorker.Path },
        };
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddBackgroundJobs(change?.Invoke(options) ?? options);
        if (interceptor is not null)
        {
            services.ConfigureDbContext<SqliteDbContext>(database => database.AddInterceptors(interceptor));
            services.ConfigureDbContext<PostgreSqlDbContext>(database => database.AddInterceptors(interceptor));
        }

        register?.Invoke(services);
        var queue = new ListQueue();
        services.AddSingleton<IJobQueue>(queue);
        services.AddSingleton(queue);
        var host = new JobsHost(services.BuildServiceProvider(), dataRoot);
        await host.Get<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        return host;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IReadOnlyList<string> Queued => Get<ListQueue>().Ids;

    public IReadOnlyList<string> QueuedModelTasks => Get<ListQueue>().ModelTaskIds;

    public DataLayout Layout => Get<DataLayout>();

    public async ValueTask DisposeAsync()
    {
        var database = Layout.DatabasePath;
        await _services.DisposeAsync();

        // its own alone: hosts beside it are in the middle of their commands
        using (var own = new SqliteConnection($"Data Source={database}"))
        {
            SqliteConnection.ClearPool(own);
        }

        Directory.Delete(DataRoot, recursive: true);
    }

    /// <summary>Notes what is queued; nothing is run.</summary>
    private sealed class ListQueue : IJobQueue
    {
        public List<string> Ids { get; } = [];

        public List<string> ModelTaskIds { get; } = [];

        public void Enqueue(string jobId, string tool) => (tool == ClassifyPixelsTool.TaskName ? Ids : ModelTaskIds).Add(jobId);
    }
}

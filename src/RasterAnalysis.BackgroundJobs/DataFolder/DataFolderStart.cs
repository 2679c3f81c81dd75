using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.BackgroundJobs.Queue;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Storage.Migrations;
using RasterAnalysis.Provenance;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataFolder;

/// <summary>What comes before everything else at the start: the data folder can be written and is nobody else's, the database is sound, and what an earlier run left goes on.</summary>
/// <remarks>Thread-safe; done once.</remarks>
internal sealed class DataFolderStart(DataLayout layout, BackgroundJobsOptions options, FolderUse use, DatabaseInitializer database, IServiceProvider services)
{
    private readonly Lock _lock = new();
    private Task? _done;

    /// <exception cref="RasterAnalysisException">One sentence that says what keeps the service from starting; transient where waiting may help.</exception>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _done ??= TryAsync(cancellationToken);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            FolderProbe.Write(layout.Root);
            use.Take();
            if (services.GetService<DataStoreStart>() is { } store)
            {
                // ahead of the keys: one that is made here would not be that of the other machines
                await store.RunAsync(cancellationToken);
            }

            services.GetRequiredService<ProvenanceKey>().Ensure();
            await database.InitializeAsync(cancellationToken);
            if (options.SignIn.IsOn)
            {
                using var scope = services.CreateScope();
                await scope.ServiceProvider.GetRequiredService<AccountAdministration>().EnsureFirstAsync(cancellationToken);
            }

            if (options.IsEmbedded)
            {
                await services.GetRequiredService<JobRecovery>().RecoverAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (StartFaults.Of(exception, options, layout) is { } fault)
        {
            throw fault;
        }
    }
}

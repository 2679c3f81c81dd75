using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.BackgroundJobs.Auditing;
using RasterAnalysis.BackgroundJobs.DataFolder;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage.Migrations;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Provenance;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>What a program does before it starts its host, so that what keeps it from starting is one sentence.</summary>
public static class ServiceStart
{
    /// <summary>Exit code where a setting or the machine is at fault (EX_CONFIG of sysexits.h): starting again does not help.</summary>
    public const int ConfigurationFault = 78;

    /// <summary>Exit code where waiting may help (EX_TEMPFAIL): a database server that is not there yet.</summary>
    public const int PassingFault = 75;

    // what the first job of pixels is written and read as, here and to its instances and back
    private static readonly Type[] Written =
    [
        typeof(JobRequest), typeof(Dictionary<string, string>), typeof(InstanceRequest.DescribeRaster), typeof(InstanceRequest.Plan), typeof(InstanceRequest.RunSection),
        typeof(InstanceRequest.Assemble), typeof(InstanceRequest.MeasureAreas), typeof(InstanceRequest.Release), typeof(InstanceReply.Message), typeof(InstanceReply.Progress),
        typeof(InstanceReply.Result), typeof(PlannedJob), typeof(ClassificationPlan), typeof(AssemblyPlan), typeof(SectionResult), typeof(SectionOutcome), typeof(List<JobPart>),
        typeof(CatalogItem), typeof(ProvenanceRecord), typeof(ClassAreas),
    ];

    /// <summary>
    /// Prepares how the values of a first job are written and read, on a thread of its own; nobody needs to wait for it. The first thing that a program does: its start uses one processor until its
    /// services are known.
    /// </summary>
    public static Task PrepareSerializersAsync() => Task.Run(() => PlanJson.Prepare(Written));

    /// <summary>Takes the data folder and prepares the database; an instance rehearses meanwhile and while the program goes on.</summary>
    /// <exception cref="RasterAnalysisException">The service cannot start; one sentence says why.</exception>
    public static Task PrepareDataFolderAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        PrepareDataFolderAsync(services, () => { }, cancellationToken);

    /// <summary>Takes the data folder and prepares the database, and does something else beside it where that reaches for no database that others have too.</summary>
    /// <param name="services">Those of the program.</param>
    /// <param name="beside">Runs on the caller's thread; after the rest where the queue is in PostgreSQL, whose tables must not be made in a database that is refused.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RasterAnalysisException">The service cannot start; one sentence says why. What keeps the data folder from being used comes first.</exception>
    public static async Task PrepareDataFolderAsync(this IServiceProvider services, Action beside, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(beside);
        var start = services.GetRequiredService<DataFolderStart>();
        var prepared = Task.Run(() => start.RunAsync(cancellationToken), CancellationToken.None);
        if (!services.GetRequiredService<BackgroundJobsOptions>().IsEmbedded)
        {
            await prepared;
        }

        // it rehearses when the start leaves a processor idle, and not with a service that is refused, which takes it along
        var quiet = new TaskCompletionSource();
        services.GetRequiredService<ProcessingInstancePool>().BeginRehearsal(quiet.Task);
        try
        {
            beside();
            if (!prepared.IsFaulted)
            {
                quiet.SetResult();
            }
        }
        finally
        {
            quiet.TrySetCanceled(CancellationToken.None);
            await prepared;
        }
    }

    /// <summary>Records which settings that bear on security are others than at the last start; for the one process that has the web face.</summary>
    public static Task RecordSettingsAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<SettingChanges>().RecordAsync(cancellationToken);

    /// <summary>Prepares the database for a command beside a service that may run, without taking the data folder.</summary>
    /// <exception cref="RasterAnalysisException">It cannot be used; one sentence says why.</exception>
    public static Task PrepareDatabaseAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<DatabaseInitializer>().InitializeAsync(cancellationToken);

    /// <summary>The exit code for what kept a program from starting.</summary>
    public static int ExitCodeOf(RasterAnalysisException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.IsTransient ? PassingFault : ConfigurationFault;
    }
}

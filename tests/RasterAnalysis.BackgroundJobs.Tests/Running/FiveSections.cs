using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>Jobs of five small sections, one beside the other, whose every pixel is known; a fault may strike the processing instances, which are real.</summary>
internal sealed class FiveSections : IAsyncDisposable
{
    public const int Count = 5;

    /// <summary>What has not ended by then never will.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private const int Width = 9000;
    private const int Height = 40;
    private const int Classes = 5;

    private FiveSections(JobsHost host) => Host = host;

    public JobsHost Host { get; }

    /// <summary>Where a fault that strikes once leaves the id of the process that it struck.</summary>
    private string Struck => StruckIn(Host.DataRoot);

    /// <summary>Starts the services.</summary>
    /// <param name="fault">See <see cref="FaultyWorker.FaultVariable"/>; <c>once</c> stands for the file. Null for the shipped worker.</param>
    /// <param name="connectionString">PostgreSQL's; SQLite without.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="maxJobTime">How long a job may take; zero for as long as it likes.</param>
    public static async Task<FiveSections> StartAsync(string? fault = null, string connectionString = "", TimeProvider? time = null, TimeSpan maxJobTime = default)
    {
        var root = Directory.CreateTempSubdirectory("rasteranalysis-jobs-").FullName;
        var worker = fault is null ? new ProcessingInstanceOptions { Path = BuiltWorker.Path } : new ProcessingInstanceOptions
        {
            Path = FaultyWorker.ProgramPath,
            Environment = new Dictionary<string, string> { [FaultyWorker.FaultVariable] = fault.Replace("once", StruckIn(root), StringComparison.Ordinal) },
        };
        var host = await JobsHost.StartAsync(
            connectionString, options => options with { Worker = worker with { MaxInstances = 4 }, Limits = options.Limits with { MaxJobTime = maxJobTime } }, root,
            register: services => services.AddSingleton(time ?? TimeProvider.System));
        await File.WriteAllBytesAsync(Path.Combine(root, "input.tif"), TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)ValueAt(row, column)));
        await File.WriteAllBytesAsync(Path.Combine(root, "other.tif"), TiffFile.Byte(Width, Height, 1, (_, _, _) => 1));
        await File.WriteAllBytesAsync(
            Path.Combine(root, "model.dlpk"), TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)));
        return new FiveSections(host);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Stores a job as both APIs do.</summary>
    /// <param name="input">Name of the raster.</param>
    /// <param name="retries">How often a section that fails is tried again.</param>
    public async Task<AnalysisJob> AddAsync(string input = "input.tif", int retries = 0)
    {
        var job = Some.Job() with { Submitted = Host.Get<TimeProvider>().GetUtcNow(), Request = Host.Get<StoredRequests>().Write(Request(input, retries)) };
        Assert.True(await Host.Jobs.TryCreateAsync(job, []));
        return job;
    }

    /// <summary>Runs a job as the queue has it run.</summary>
    public Task RunAsync(AnalysisJob job, CancellationToken stopping = default) => Host.Get<JobRunner>().RunAsync(job.Id, stopping).WaitAsync(Limit, CancellationToken.None);

    /// <summary>Plans a job, up to where its sections are in the journal, and gives what works on them.</summary>
    /// <param name="time">The clock of the leases; null for the system's.</param>
    public async Task<(AnalysisJob Job, SectionScheduler Scheduler)> PlanAsync(TimeProvider? time = null)
    {
        var job = await AddAsync();
        var scratch = new JobScratch(Host.Layout, job.Id);
        scratch.Create();
        var pool = Host.Get<ProcessingInstancePool>();
        var instance = pool.Rent();
        var planning = new JobPlanning(job.Task, "Classifying", Host.Get<JobInputs>(), pool.MaxInstances, (type, text, token) => Host.Jobs.AddMessageAsync(job.Id, type, text, token));
        var plan = await planning.PlanAsync(Request("input.tif", 0), Caller.Everybody(job.Owner), scratch, instance, CancellationToken.None);
        await pool.ReturnReleasedAsync(instance);
        Assert.Equal(Count, plan.SectionCount);
        await Host.Journal.SetAsync(job.Id, plan.Sections);
        return (job, Scheduler(job, plan.Parts, time));
    }

    /// <summary>Works on the sections of a job anew, as after a restart.</summary>
    public async Task<SectionScheduler> GoOnAsync(AnalysisJob job)
    {
        await Host.Journal.ReleaseAsync(job.Id);
        var planned = (await Host.Jobs.FindAsync(job.Id))!;
        return Scheduler(planned, (await JobPlanning.FindAsync(planned, new JobScratch(Host.Layout, job.Id), CancellationToken.None))!.Parts, null);
    }

    /// <summary>How often each section was begun.</summary>
    public async Task<IReadOnlyList<int>> TriesAsync(AnalysisJob job) => [.. (await Host.Journal.ListAsync(job.Id)).Select(section => section.Tries)];

    /// <summary>The sections that are done.</summary>
    public async Task<IReadOnlyList<int>> DoneAsync(AnalysisJob job) =>
        [.. (await Host.Journal.ListAsync(job.Id)).Where(section => section.IsDone).Select(section => section.Number)];

    /// <summary>What was said of a job.</summary>
    public async Task<IReadOnlyList<string>> SaidAsync(AnalysisJob job, JobMessageType? type = null) =>
        [.. (await Host.Jobs.MessagesAsync(job.Id)).Where(message => type is null || message.Type == type).Select(message => message.Text)];

    /// <summary>Waits until the fault has struck.</summary>
    /// <returns>The process that it struck.</returns>
    public async Task<int> StruckAsync()
    {
        await Until.TrueAsync(() => Task.FromResult(File.Exists(Struck)), "the fault to strike");
        return int.Parse(await File.ReadAllTextAsync(Struck), CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until so many sections are done.</summary>
    public Task WaitForAsync(AnalysisJob job, int count) =>
        Until.TrueAsync(async () => (await Host.Jobs.FindAsync(job.Id))!.SectionsDone == count, $"{count} finished sections");

    /// <summary>Whether a process runs.</summary>
    public static bool IsRunning(int processId) => Process.GetProcesses().Any(process => process.Id == processId);

    /// <summary>Looks at every pixel of a job's result.</summary>
    public async Task AssertRightAsync(AnalysisJob job)
    {
        var ended = (await Host.Jobs.FindAsync(job.Id))!;
        Assert.True(ended.Status == JobStatus.Succeeded, string.Join(Environment.NewLine, await SaidAsync(job)));
        Assert.Equal((Count, Count), (ended.SectionsTotal, ended.SectionsDone));
        var item = (await Host.Get<ICatalogStore>().FindAsync(ended.ResultItemId!))!;
        Assert.Null(CogFile.Read(await File.ReadAllBytesAsync(item.DataPath)).FirstDifference((row, column) => (uint)ValueAt(row, column)));
        Assert.False(Directory.Exists(Host.Layout.JobFolder(job.Id)));
    }

    private static string StruckIn(string root) => Path.Combine(root, "struck");

    private static int ValueAt(int row, int column) => ((row * 7) + (column * 3)) % Classes;

    private JobRequest Request(string input, int retries) => new(
        new InputLocation(Path.Combine(Host.DataRoot, input), IsTrusted: true), input,
        new InputLocation(Path.Combine(Host.DataRoot, "model.dlpk"), IsTrusted: true), "model.dlpk",
        GivenArguments.None, "Title", "", new AnalysisContext { ParallelProcessingFactor = "1", RetryOnFailures = retries }, null, null);

    private SectionScheduler Scheduler(AnalysisJob job, IReadOnlyList<JobPart> parts, TimeProvider? time) => new(
        Host.Jobs, Host.Journal, Host.Get<ProcessingInstancePool>(), job, parts, new JobScratch(Host.Layout, job.Id), Host.Get<IJobFiles>(), Host.Get<ServiceMetrics>(), time ?? TimeProvider.System);
}

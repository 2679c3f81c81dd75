using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Provenance;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Smoothing;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Tools.VerifyResult;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>Verify Classified Raster: sections of a result are made again from its record alone, never taken over from another job, and compared pixel by pixel.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class VerifyResultRun(
    ItemJobs jobs, ProvenanceStore provenance, RecordedPlans plans, RetryingJobStore store, RetryingSectionJournal journal, ProcessingInstancePool pool, IJobFiles files, ServiceMetrics metrics,
    TimeProvider time) : IToolRun
{
    private const double PreparePercent = 5;
    private const double SectionsPercent = 90;
    private const int MostWindows = 100;
    private static readonly SectionRules Rules = new(1, 0, 1);

    /// <inheritdoc/>
    public async Task<CatalogItem?> RunAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var run = await jobs.BeginAsync(job, kind: null, cancellationToken);
        var (item, options) = (run.Items[0], PlanJson.Read<VerifyOptions>(run.Request.Options!));
        var record = provenance.ReadRecord(item.Id);
        await run.SayAsync(JobMessageType.Informative, $"Verifying {item.Title}, which job {record.JobId} made.", cancellationToken);
        SectionList[] planned = [.. record.Parts.Select(part => PlanJson.Read<SectionList>(part.Plan))];
        var isWhole = planned.Any(plan => plan.Smoothing is { IsNone: false });
        if (isWhole && options.Sections is not null)
        {
            await run.SayAsync(JobMessageType.Informative, "The result was smoothed as a whole, so all of its sections are made again.", cancellationToken);
        }

        var chosen = Choose(planned, isWhole ? null : options.Sections, job.Id);
        var parts = await plans.PrepareAsync(record, (part, section) => chosen.Contains((part, section)), run.Scratch, cancellationToken);
        JobPart[] working = [.. parts.Select(part => part.Part)];
        var plan = new JobPlan(working, Keys: null);
        if (job.SectionsTotal != plan.SectionCount)
        {
            await journal.SetAsync(job.Id, plan.Sections, null, cancellationToken);
        }

        var progress = new JobProgress(store, job.Id, time);
        await new SectionScheduler(store, journal, pool, job with { Task = record.Task }, working, run.Scratch, files, metrics, time).RunAsync(
            Rules, (share, text) => progress.ReportAsync(PreparePercent + (share * (SectionsPercent - PreparePercent)), text, false, cancellationToken), cancellationToken);
        var report = await CompareAsync(run, item, record, parts, isWhole, cancellationToken);
        await run.SetValueAsync(PlanJson.Write(report), cancellationToken);
        await SayAsync(run, report, cancellationToken);
        return null;
    }

    /// <summary>Which sections are made again: the same for a job that goes on after a crash.</summary>
    private static HashSet<(int Part, int Section)> Choose(IReadOnlyList<SectionList> plans, int? count, string jobId)
    {
        var all = plans.Index().SelectMany(plan => Enumerable.Range(0, plan.Item.Sections.Count).Select(section => (plan.Index, section))).ToArray();
        new Random(Convert.ToInt32(jobId[1..8], 16)).Shuffle(all);
        return [.. all.Take(count ?? all.Length)];
    }

    private async Task<VerifyReport> CompareAsync(
        ItemJob run, CatalogItem item, ProvenanceRecord record, IReadOnlyList<(JobPart Part, int Place)> parts, bool isWhole, CancellationToken cancellationToken)
    {
        var (differing, windows, isSame) = (0L, new List<PixelWindow>(), (bool?)true);
        var files = KeptAreas.FilesOf(item);
        foreach (var (part, place) in parts)
        {
            var (made, places) = isWhole ? await AssembleAsync(run, record.Task, part, item, cancellationToken)
                : ([.. Enumerable.Range(part.FirstSection, part.SectionCount).Select(run.Scratch.SectionPath)], part.Windows);
            var counts = await run.CallAsync<IReadOnlyList<long>>(
                "Comparing the sections", ServiceTracing.Assemble, new InstanceRequest.CompareSections(made, places, files[place].Path, files[place].IsTrusted), SectionsPercent, 99, cancellationToken);
            differing += counts.Sum();
            windows.AddRange(places.Where((_, number) => counts[number] > 0));
            isSame &= record.Parts[place].Result.Sha256 is null ? null : await FileHashes.IsSameAsync(record.Parts[place].Result, files[place].Path, cancellationToken);
        }

        return new VerifyReport(
            parts.Sum(part => part.Part.SectionCount), parts.Sum(part => part.Part.Windows.Sum(window => window.PixelCount)), differing, [.. windows.Take(MostWindows)], isSame);
    }

    /// <summary>Puts all sections of a part together, as the job had done.</summary>
    private async Task<(string[] Files, IReadOnlyList<PixelWindow> Places)> AssembleAsync(ItemJob run, string tool, JobPart part, CatalogItem item, CancellationToken cancellationToken)
    {
        var target = run.Scratch.ResultPath(part.FirstSection);
        var done = (await journal.ListAsync(run.Job.Id, cancellationToken)).Where(section => part.Holds(section.Number));
        await run.CallAsync<bool>(
            "Assembling the sections", ServiceTracing.Assemble,
            new InstanceRequest.Assemble(
                tool, part.PlanPath, [.. Enumerable.Range(part.FirstSection, part.SectionCount).Select(run.Scratch.SectionPath)], SectionOutcome.Of(done).Write(),
                new Dictionary<string, string> { ["RASTERANALYSIS_VERIFIED"] = item.Id }, target),
            SectionsPercent, 95, cancellationToken);
        return ([target], [new PixelWindow(0, 0, part.Windows.Max(window => window.ColumnEnd), part.Windows.Max(window => window.RowEnd))]);
    }

    private static Task SayAsync(ItemJob run, VerifyReport report, CancellationToken cancellationToken) => run.SayAsync(
        report.Differing > 0 || report.IsSameFile is false ? JobMessageType.Warning : JobMessageType.Informative,
        FormattableString.Invariant($"{report.Sections} section{(report.Sections == 1 ? "" : "s")} with {report.Pixels:N0} pixels were made again: {(report.Differing == 0 ? "no pixel differs" : $"{report.Differing:N0} differ")}.")
        + (report.IsSameFile is false ? " The result's file is not, byte by byte, the one that was published." : ""),
        cancellationToken);

    /// <summary>What is needed of a plan here.</summary>
    private sealed record SectionList(IReadOnlyList<PixelWindow> Sections, SmoothingOptions? Smoothing);
}

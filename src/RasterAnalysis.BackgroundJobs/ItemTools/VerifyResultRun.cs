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
using RasterAnalysis.Tools.VerifyResult;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>Verify Classified Raster: sections of a result are made again from its record alone, never taken over from another job, and compared pixel by pixel.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class VerifyResultRun(
    ItemJobs jobs, ProvenanceStore provenance, RecordedPlans plans, RetryingJobStore store, RetryingSectionJournal journal, ProcessingInstancePool pool, ServiceMetrics metrics, TimeProvider time) : IToolRun
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
        var chosen = Choose(record, options.Sections, job.Id);
        var parts = await plans.PrepareAsync(record, (part, section) => chosen.Contains((part, section)), run.Scratch, cancellationToken);
        JobPart[] working = [.. parts.Select(part => part.Part)];
        var planned = new JobPlan(working, Keys: null);
        if (job.SectionsTotal != planned.SectionCount)
        {
            await journal.SetAsync(job.Id, planned.Sections, null, cancellationToken);
        }

        var progress = new JobProgress(store, job.Id, time);
        await new SectionScheduler(store, journal, pool, job with { Task = record.Task }, working, run.Scratch, metrics, time).RunAsync(
            Rules, (share, text) => progress.ReportAsync(PreparePercent + (share * (SectionsPercent - PreparePercent)), text, false, cancellationToken), cancellationToken);
        var report = await CompareAsync(run, item, record, parts, cancellationToken);
        await run.SetValueAsync(PlanJson.Write(report), cancellationToken);
        await SayAsync(run, report, cancellationToken);
        return null;
    }

    /// <summary>Which sections are made again: the same for a job that goes on after a crash.</summary>
    private static HashSet<(int Part, int Section)> Choose(ProvenanceRecord record, int? count, string jobId)
    {
        var all = record.Parts.Index().SelectMany(part => Enumerable.Range(0, PlanJson.Read<SectionList>(part.Item.Plan).Sections.Count).Select(section => (part.Index, section))).ToArray();
        new Random(Convert.ToInt32(jobId[1..8], 16)).Shuffle(all);
        return [.. all.Take(count ?? all.Length)];
    }

    private static async Task<VerifyReport> CompareAsync(
        ItemJob run, CatalogItem item, ProvenanceRecord record, IReadOnlyList<(JobPart Part, int Place)> parts, CancellationToken cancellationToken)
    {
        var (differing, windows, isSame) = (0L, new List<PixelWindow>(), (bool?)true);
        var files = KeptAreas.FilesOf(item);
        foreach (var (part, place) in parts)
        {
            string[] sections = [.. Enumerable.Range(part.FirstSection, part.SectionCount).Select(run.Scratch.SectionPath)];
            var counts = await run.CallAsync<IReadOnlyList<long>>(
                "Comparing the sections", ServiceTracing.Assemble, new InstanceRequest.CompareSections(sections, part.Windows, files[place].Path, files[place].IsTrusted), SectionsPercent, 99, cancellationToken);
            differing += counts.Sum();
            windows.AddRange(part.Windows.Where((_, number) => counts[number] > 0));
            isSame &= record.Parts[place].Result.Sha256 is null ? null : await FileHashes.IsSameAsync(record.Parts[place].Result, files[place].Path, cancellationToken);
        }

        return new VerifyReport(
            parts.Sum(part => part.Part.SectionCount), parts.Sum(part => part.Part.Windows.Sum(window => window.PixelCount)), differing, [.. windows.Take(MostWindows)], isSame);
    }

    private static Task SayAsync(ItemJob run, VerifyReport report, CancellationToken cancellationToken) => run.SayAsync(
        report.Differing > 0 || report.IsSameFile is false ? JobMessageType.Warning : JobMessageType.Informative,
        FormattableString.Invariant($"{report.Sections} section{(report.Sections == 1 ? "" : "s")} with {report.Pixels:N0} pixels were made again: {(report.Differing == 0 ? "no pixel differs" : $"{report.Differing:N0} differ")}.")
        + (report.IsSameFile is false ? " The result's file is not, byte by byte, the one that was published." : ""),
        cancellationToken);

    /// <summary>What is needed of a plan here.</summary>
    private sealed record SectionList(IReadOnlyList<PixelWindow> Sections);
}

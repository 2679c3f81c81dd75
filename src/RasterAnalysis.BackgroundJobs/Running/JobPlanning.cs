using System.Security.Cryptography;
using System.Text;
using RasterAnalysis.Access;
using RasterAnalysis.Files;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The first step of a job: brings its inputs, has each part planned, and lists the parts.</summary>
/// <param name="tool">Name of the job's tool.</param>
/// <param name="doing">What it does, for the first message.</param>
/// <param name="inputs">Brings the inputs.</param>
/// <param name="availableInstances">Processing instances that one job may have at once.</param>
/// <param name="say">Hears what the user should know.</param>
internal sealed class JobPlanning(string tool, string doing, JobInputs inputs, int availableInstances, Func<JobMessageType, string, CancellationToken, Task> say)
{
    private readonly List<string?> _keys = [];
    private readonly List<string?> _finishes = [];

    /// <summary>Whether the tiles give what the whole raster would give.</summary>
    public SeamReport? Seams { get; private set; }

    /// <summary>Processing instances that the job has at once.</summary>
    public int Instances { get; private set; }

    /// <summary>Bytes that the job may need on the disk.</summary>
    public long DiskBytes { get; private set; }

    /// <summary>The plan that an earlier run has made and written to the journal; null when there is none.</summary>
    public static async Task<JobPlan?> FindAsync(AnalysisJob job, JobScratch scratch, CancellationToken cancellationToken) =>
        File.Exists(scratch.PartsPath) && job.SectionsTotal > 0 ? new JobPlan(await ReadPartsAsync(scratch, cancellationToken), job.Keys) : null;

    /// <summary>The parts; where the data folder was moved since they were planned, they and their plans are written anew, with the paths that hold now.</summary>
    private static async Task<IReadOnlyList<JobPart>> ReadPartsAsync(JobScratch scratch, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(scratch.PartsPath, cancellationToken);
        var parts = PlanJson.Read<IReadOnlyList<JobPart>>(text);
        if (parts.Count == 0 || scratch.FormerRoot(parts[0].PlanPath) is not { } former)
        {
            return parts;
        }

        foreach (var number in Enumerable.Range(0, parts.Count))
        {
            WholeFile.Write(scratch.PlanPath(number), Moved(await File.ReadAllTextAsync(scratch.PlanPath(number), cancellationToken)));
        }

        // last, for it is by them that the move is seen
        WholeFile.Write(scratch.PartsPath, Moved(text));
        return PlanJson.Read<IReadOnlyList<JobPart>>(Moved(text));

        string Moved(string json) => json.Replace(Inside(former), Inside(scratch.Root), StringComparison.Ordinal);
        static string Inside(string folder) => PlanJson.Write(folder + Path.DirectorySeparatorChar).Trim('"');
    }

    /// <summary>Has a job planned, with the plans in its folder.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">For whom. A package that is an item was looked at as it came in; others run no program code of their own unless a publisher names them.</param>
    /// <param name="scratch">The folder.</param>
    /// <param name="instance">What plans.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<JobPlan> PlanAsync(JobRequest request, Caller caller, JobScratch scratch, ProcessingInstance instance, CancellationToken cancellationToken)
    {
        // an instance may have ended over an earlier try
        _keys.Clear();
        _finishes.Clear();
        (Seams, DiskBytes) = (null, 0);
        var model = await inputs.ModelAsync(request.Model, scratch, cancellationToken);
        var raster = await inputs.RasterAsync(
            request.Input, "raster", scratch, cancellationToken, request.ProcessAllRasterItems, model, request.ModelArguments.Values, say, isPart: request.Context.Extent is not null);
        var cellSize = request.CellSizeRaster is { } cell ? await inputs.RasterAsync(cell, "cell-size", scratch, cancellationToken) : null;
        var snap = request.SnapRaster is { } grid ? await inputs.RasterAsync(grid, "snap", scratch, cancellationToken) : null;
        var mask = request.MaskRaster is { } masking ? await inputs.RasterAsync(masking, "mask", scratch, cancellationToken) : null;
        Instances = ParallelProcessingFactor.Parse(request.Context.ParallelProcessingFactor, availableInstances, out var note);
        await say(JobMessageType.Informative, $"{doing} {request.InputName} with {request.ModelName}.", cancellationToken);
        await SayAboutInstancesAsync(request.Context, note, cancellationToken);
        var whole = new InstanceRequest.Plan(
            tool, scratch.PlanPath(0), raster.Path!, raster.IsTrusted, model, request.ModelArguments, request.Context, cellSize, snap, mask, raster.Members, Instances,
            request.Model.ItemId is not null || caller.Has(Rights.Publish), request.Options, IsMosaic: raster is { IsMosaicItem: true, Members: null });

        // each raster of a mosaic that the extent touches, or all of it at once
        var members = request.ProcessAllRasterItems ? raster.Members : null;
        IEnumerable<(string Name, InstanceRequest.Plan Request)> asked = members is null
            ? [("", whole)] : members.Select(member => (member.Name, whole with { RasterPath = member.Path, IsTrusted = member.IsTrusted, Members = null }));
        var parts = new List<JobPart>();
        InvalidRequestException? missed = null;
        foreach (var (name, part) in asked)
        {
            var path = scratch.PlanPath(parts.Count);
            try
            {
                var answer = await instance.CallAsync<PlannedJob>(
                    part with { PlanPath = path }, null, (type, text) => say(type, name.Length > 0 ? $"{name}: {text}" : text, cancellationToken), cancellationToken);
                Note(answer.Check());
                parts.Add(new JobPart(name, path, parts.Sum(earlier => earlier.SectionCount), answer.Sections));
            }
            catch (InvalidRequestException exception) when (members is not null && exception.Errors.All(error => error.Field is "context.extent" or "context.mask"))
            {
                missed = exception;
                var what = exception.Errors[0].Field == "context.extent" ? "extent" : "mask";
                await say(JobMessageType.Informative, $"{name}: left out, the {what} does not touch it.", cancellationToken);
            }
        }

        if (parts.Count == 0)
        {
            throw missed!;
        }

        // the sections count only with the plans that they belong to, so the plans are on disk first
        WholeFile.Write(scratch.PartsPath, PlanJson.Write(parts));
        return new JobPlan(parts, KeysOf(parts));
    }

    private void Note(PlannedJob plan)
    {
        _keys.Add(plan.Key);
        _finishes.Add(plan.Finish);
        DiskBytes += DiskSpace.NeedOf(plan);

        // of several parts, one that is not exact speaks for all
        Seams = Seams is { IsExact: false } ? Seams : plan.Seams;
    }

    private WorkKeys? KeysOf(IReadOnlyList<JobPart> parts)
    {
        if (_keys.Contains(null))
        {
            return null;
        }

        var pixels = Hash(string.Join('\n', parts.Zip(_keys, (part, key) => $"{key} {part.Name}")));
        var result = _finishes.TrueForAll(finish => finish is null) ? pixels : Hash(pixels + string.Join('\n', _finishes));
        return new WorkKeys(result, Hash(pixels + PlanJson.Write(parts.Select(part => part.Windows))));
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task SayAboutInstancesAsync(AnalysisContext context, string? note, CancellationToken cancellationToken)
    {
        if (note is not null)
        {
            await say(JobMessageType.Warning, note, cancellationToken);
        }

        if (context.ParallelProcessingFactor is { } factor)
        {
            await say(
                JobMessageType.Informative, $"context.parallelProcessingFactor is {factor}: up to {Instances} processing instances at once.", cancellationToken);
        }

        if (context.RecycleProcessingWorkers is { } recycle)
        {
            var text = recycle == 0 ? "processing instances are not replaced." : $"a processing instance is replaced after {recycle} sections.";
            await say(JobMessageType.Informative, $"context.recycleProcessingWorkers is {recycle}: {text}", cancellationToken);
        }

        if (context.RetryOnFailures is { } retries)
        {
            await say(
                JobMessageType.Informative, $"context.retryOnFailures is {retries}: a section that fails is tried {retries + 1} times in all.", cancellationToken);
        }
    }
}

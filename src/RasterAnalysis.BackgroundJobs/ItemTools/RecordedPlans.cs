using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Provenance;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>Makes the plans of a record such that they can be worked by again: with inputs that are fetched anew, and proved to be those of then.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RecordedPlans(JobInputs inputs, RangeRecords ranges, StoredRequests requests, DataLayout layout)
{
    /// <summary>Brings the inputs and writes the plans into a job's folder.</summary>
    /// <param name="record">The record.</param>
    /// <param name="choose">Of the sections of all parts, by part and place, those that are wanted.</param>
    /// <param name="scratch">The folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The parts that have wanted sections, each with its place in the record.</returns>
    /// <exception cref="RasterAccessException">An input is gone, or not what it was.</exception>
    public async Task<IReadOnlyList<(JobPart Part, int Place)>> PrepareAsync(
        ProvenanceRecord record, Func<int, int, bool> choose, JobScratch scratch, CancellationToken cancellationToken)
    {
        var request = requests.Read<JobRequest>(record.Request);
        var model = await inputs.ModelAsync(request.Model, scratch, cancellationToken);
        await inputs.RasterAsync(request.Input, "raster", scratch, cancellationToken, request.ProcessAllRasterItems, model, request.ModelArguments.Values);
        foreach (var (other, role) in new[] { (request.CellSizeRaster, "cell-size"), (request.SnapRaster, "snap"), (request.MaskRaster, "mask") })
        {
            _ = other is null ? null : await inputs.RasterAsync(other, role, scratch, cancellationToken);
        }

        foreach (var file in record.Inputs)
        {
            if (!await FileHashes.IsSameAsync(file, Moved(layout.FromStored(file.Path), record, scratch), cancellationToken))
            {
                throw new RasterAccessException(
                    $"The {file.Role} '{file.Name}' is gone, or is not what it was when the result was made: {(file.Sha256 is { } hash ? $"its SHA-256 was {hash}" : $"it had {file.Length} bytes")}.", isTransient: false);
            }
        }

        foreach (var file in record.Ranges)
        {
            await ranges.RequireSameAsync(file, Moved(layout.FromStored(file.Path), record, scratch), cancellationToken);
        }

        var parts = new List<(JobPart, int)>();
        foreach (var (place, recorded) in record.Parts.Index())
        {
            var plan = PlanJson.Read<ClassificationPlan>(Moved(recorded.Plan, record, scratch));
            PixelWindow[] sections = [.. plan.Sections.Where((_, number) => choose(place, number))];
            if (sections.Length > 0)
            {
                var path = scratch.PlanPath(parts.Count);
                PlanFile.Write(path, plan with { Sections = sections, InputFiles = [.. plan.InputFiles.Select(file => FileStamp.Of(file.Path))] });
                parts.Add((new JobPart(recorded.Name, path, parts.Sum(part => part.Item1.SectionCount), sections), place));
            }
        }

        return parts;
    }

    /// <summary>Paths, in a path or in JSON, as they are now: of another data folder, and of the folder of this job in place of the one that had made the result.</summary>
    private string Moved(string text, ProvenanceRecord record, JobScratch scratch)
    {
        var former = Path.Combine(layout.JobsFolder, record.JobId);
        return text.Replace(Inside(record.Root), Inside(layout.Root), StringComparison.Ordinal).Replace(Inside(former), Inside(scratch.Folder), StringComparison.Ordinal);
        static string Inside(string folder) => PlanJson.Write(folder + Path.DirectorySeparatorChar).Trim('"');
    }
}

using RasterAnalysis.Catalog;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Smooths the file of a class raster into a new one.</summary>
internal static class ClassSmoothing
{
    // as for assembling: each block is read twice and held no longer than its neighbours need it
    private const int BlockCacheMiB = 32;

    /// <summary>Smooths, and says what became of it.</summary>
    /// <returns>The classes of the new file with their pixels.</returns>
    public static IReadOnlyList<PublishedClass> Run(InstanceRequest.SmoothClasses request, Action<double> progress, Action<JobMessageType, string> say)
    {
        using var cache = GdalRuntime.LimitBlockCache(BlockCacheMiB);
        var source = ClassRasterFile.Describe(request.Path, request.IsTrusted, request.Classes);
        var counts = new Dictionary<long, long>();
        Smoothing.Run(
            source.Grid.Size.PixelCount, request.Options, request.TargetPath,
            (folder, report) => ClassSmoother.Smooth(source, request.Options, folder, report, CancellationToken.None), progress, say,
            (smoothed, report) =>
            {
                foreach (var (value, count) in smoothed.Counts)
                {
                    counts[value] = count;
                }

                var metadata = source.Metadata.Concat(request.Metadata).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);
                ClassifiedRasterAssembler.Assemble(request.TargetPath, source.Grid, source.Profile, smoothed.Sections, smoothed.Counts, metadata, report, CancellationToken.None, smoothed.Areas);
            });
        return [.. request.Classes.Select(c => new PublishedClass(c, counts.GetValueOrDefault(c.Value)))];
    }
}

using RasterAnalysis.Catalog;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Change;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Processing;
using RasterAnalysis.Tools.ChangeClasses;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Makes a from-to raster of two class rasters.</summary>
internal static class ClassChanging
{
    // each block is read once: more would only be held, once for every thread that has had it
    private const int BlockCacheMiB = 32;

    // what the comparing takes of the time, about
    private const double Share = 0.5;

    /// <summary>Makes it, with its sections in a folder beside the result that is gone afterwards; one that a run before left is thrown away.</summary>
    public static ChangeReport Run(InstanceRequest.ChangeClasses request, Action<double> progress)
    {
        using var cache = GdalRuntime.LimitBlockCache(BlockCacheMiB);
        var folder = request.TargetPath + ".change";
        Delete(folder);
        Directory.CreateDirectory(folder);
        try
        {
            var made = ClassChanger.Write(request.From, request.To, request.Options, folder, share => progress(share * Share), CancellationToken.None);
            ClassifiedRasterAssembler.Assemble(
                request.TargetPath, made.Grid, made.Profile, made.Sections, made.Counts, request.Metadata, share => progress(Share + (share * (1 - Share))), CancellationToken.None);
            var counts = made.Counts.ToDictionary(count => count.Value, count => count.Count);
            return new ChangeReport(made.Classes.From, made.Classes.To, [.. made.Profile.Classes.Select(one => new PublishedClass(one, counts[one.Value]))]);
        }
        finally
        {
            Delete(folder);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

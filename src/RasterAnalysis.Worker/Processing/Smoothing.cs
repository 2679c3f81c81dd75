using System.Globalization;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters.Smoothing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Smooths a class raster before it is put together, and says what became of it.</summary>
internal static class Smoothing
{
    // what the smoothing takes of the time, about
    private const double Share = 0.7;

    /// <summary>Smooths, in a folder beside the result that is gone afterwards; one that a run before left is thrown away.</summary>
    /// <param name="pixels">Pixels of the raster.</param>
    /// <param name="options">How.</param>
    /// <param name="targetPath">Where the result will be.</param>
    /// <param name="smooth">Smooths with files in a folder, and tells how far it is.</param>
    /// <param name="progress">Told the share of all that is done, 0 to 1.</param>
    /// <param name="say">Hears what users should know.</param>
    /// <param name="assemble">Makes the result of the new sections.</param>
    public static void Run(
        long pixels,
        SmoothingOptions options,
        string targetPath,
        Func<string, Action<double>, SmoothedSections> smooth,
        Action<double> progress,
        Action<JobMessageType, string> say,
        Action<SmoothedSections, Action<double>> assemble)
    {
        var folder = targetPath + ".smoothing";
        Delete(folder);
        Directory.CreateDirectory(folder);
        try
        {
            var smoothed = smooth(folder, share => progress(share * Share));
            say(JobMessageType.Informative, Describe(options, smoothed, pixels));
            assemble(smoothed, share => progress(Share + (share * (1 - Share))));
        }
        finally
        {
            Delete(folder);
        }
    }

    private static string Describe(SmoothingOptions options, SmoothedSections smoothed, long pixels)
    {
        var majority = options.MajorityFilter > 0 ? $"majority of {options.MajorityFilter}×{options.MajorityFilter} pixels" : null;
        var unit = options.MinimumMappingUnit <= 1 ? null
            : options.Sieve == SieveRule.Gdal ? $"gdal_sieve with {options.MinimumMappingUnit} pixels and {options.Connectivity} neighbours"
            : $"minimum mapping unit of {options.MinimumMappingUnit} pixels with {options.Connectivity} neighbours";
        var patches = smoothed is { SmallPatches: { } small, LeftPatches: { } left }
            ? $"{Text(small)} patches were smaller; {Text(small - left)} went to their neighbours{(left > 0 ? $", {Text(left)} stayed, since only NoData surrounds them" : "")}; " : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Smoothed by {string.Join(", then ", new[] { majority, unit }.OfType<string>())}: {patches}{Text(smoothed.ChangedPixels)} pixels changed ({100.0 * smoothed.ChangedPixels / pixels:0.##} %).");
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

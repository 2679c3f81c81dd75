using RasterAnalysis.Gdal.Ranges;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;

namespace RasterAnalysis.Gdal.Stacks;

/// <summary>Stacks of files that are brought when they are needed.</summary>
public static class PendingStacks
{
    /// <summary>Where a raster is said to lie; null for one that can be opened as it is.</summary>
    /// <param name="path">As a raster's path is written.</param>
    internal static RasterFootprint? FootprintOf(string path) => RasterStackPath.Read(path)?.Stack.Footprint;

    /// <summary>Has the files of all of some rasters brought that are not there yet, together.</summary>
    /// <param name="paths">As rasters' paths are written.</param>
    /// <exception cref="RasterAccessException">A file cannot be had.</exception>
    public static void Bring(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] pending = [.. paths.Where(path => FootprintOf(path) is not null)];
        if (pending.Length > 0)
        {
            RangeFileSystem.Bring(pending);
        }
    }
}

using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>Overviews of rasters that have none, in a file of their own (<c>.ovr</c>), so that the raster stays the bytes that were brought.</summary>
public static class OverviewFile
{
    private const int Smallest = 512;

    /// <summary>Writes overviews, if the raster needs any. Their pixels are the nearest, so that a value in them is one that the raster has.</summary>
    /// <param name="path">The raster, a stranger's file.</param>
    /// <param name="folder">A folder with nothing else in it, on the same machine; made if need be.</param>
    /// <returns>The finished file in the folder; null when none are needed.</returns>
    /// <exception cref="RasterAccessException">The raster cannot be read, or the file not be written.</exception>
    public static string? Write(string path, string folder)
    {
        GdalRuntime.Initialize();
        Directory.CreateDirectory(folder);

        // GDAL puts the file beside the name that was opened
        var link = Path.Combine(folder, Path.GetFileName(path));
        File.CreateSymbolicLink(link, GdalDrivers.RequireLocalFile(path));
        using var dataset = GdalDataset.OpenItself(link);
        var levels = Levels(dataset);
        if (levels.Length == 0)
        {
            return null;
        }

        // COMPRESS_OVERVIEW and its like are for files of their own and for those within a file: this process makes no others at the same time
        LibGdal.CPLSetConfigOption("COMPRESS_OVERVIEW", "DEFLATE");
        LibGdal.CPLSetConfigOption("BIGTIFF_OVERVIEW", "IF_SAFER");
        LibGdal.CPLSetConfigOption("GDAL_TIFF_OVR_BLOCKSIZE", "512");
        using var errors = GdalErrorScope.Enter("Making overviews of", path);
        errors.CheckResult("GDALBuildOverviews", LibGdal.GDALBuildOverviews(dataset.Handle, "NEAREST", levels.Length, levels, 0, [], 0, 0));
        dataset.Complete();
        return link + OverviewRules.Extension;
    }

    // Factors of two, down to a size that is read at once; none where the raster has overviews small enough.
    private static int[] Levels(GdalDataset dataset)
    {
        var (longest, band) = (Math.Max(dataset.Size.Width, dataset.Size.Height), dataset.Band(1).Handle);
        var smallest = Enumerable.Range(0, LibGdal.GDALGetOverviewCount(band)).Select(level => LibGdal.GDALGetOverview(band, level)).Where(overview => overview != 0)
            .Select(overview => Math.Max(LibGdal.GDALGetRasterBandXSize(overview), LibGdal.GDALGetRasterBandYSize(overview))).Append(longest).Min();
        var levels = new List<int>();
        for (var level = 2L; smallest > OverviewRules.LargestWithout && (levels.Count == 0 || longest / levels[^1] > Smallest); level *= 2)
        {
            levels.Add((int)level);
        }

        return [.. levels];
    }
}

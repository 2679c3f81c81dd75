using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Lists the files that a raster consists of: the file itself, its side-cars, overviews and masks, and the sources of a virtual raster.</summary>
/// <remarks>Thread-safe: each call opens the file for itself.</remarks>
public static class RasterFiles
{
    /// <summary>Full paths of the files on this machine's disks, in order of their names. Rasters that are not files have none.</summary>
    /// <param name="path">File, or for trusted rasters another name that GDAL opens.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <exception cref="RasterAccessException">It is no raster that may be opened.</exception>
    public static IReadOnlyList<string> Of(string path, bool isTrusted)
    {
        using var dataset = GdalDataset.Open(path, isTrusted);
        using var errors = GdalErrorScope.Enter("Listing the files of", path);
        using var list = LibGdal.GDALGetFileList(dataset.Handle);
        errors.Forgive();
        return [.. list.ToList().Where(File.Exists).Select(Path.GetFullPath).Distinct().Order(StringComparer.Ordinal)];
    }
}

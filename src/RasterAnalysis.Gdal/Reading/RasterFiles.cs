using System.Text;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Lists the files that a raster consists of: the file itself, its side-cars, overviews and masks, and the sources of a virtual raster, however deep.</summary>
/// <remarks>Thread-safe: each call opens the files for itself.</remarks>
public static class RasterFiles
{
    private const int HeadBytes = 4096;

    // virtual rasters of virtual rasters; each is opened once
    private const int MostOpened = 10_000;

    /// <summary>Drivers whose file only says where the pixels are.</summary>
    private static readonly string[] ReachingDrivers =
        ["WMS", "WMTS", "WCS", "GTI", "STACTA", "STACIT", "OGCAPI", "PLMosaic", "NGW", "DAAS", "EEDAI", "HTTP", "PostGISRaster", "TileDB", "Zarr"];

    /// <summary>Lists them.</summary>
    /// <param name="path">File, or for trusted rasters another name that GDAL opens.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <exception cref="RasterAccessException">It is no raster that may be opened.</exception>
    public static RasterFileList Of(string path, bool isTrusted)
    {
        var (found, isComplete) = (new HashSet<string>(StringComparer.Ordinal), true);
        var virtuals = new Queue<string>([path]);
        for (var opened = 0; virtuals.TryDequeue(out var next); opened++)
        {
            if (opened == MostOpened)
            {
                isComplete = false;
                break;
            }

            var (driver, files) = ListOf(next, isTrusted);
            isComplete &= !ReachingDrivers.Contains(driver) && files.All(File.Exists);
            foreach (var file in files.Where(File.Exists).Select(Path.GetFullPath).Where(found.Add).ToArray())
            {
                switch (driver == "VRT" && file != Path.GetFullPath(next) ? HeadOf(file) : "")
                {
                    case var head when head.Contains("<VRTDataset", StringComparison.Ordinal):
                        virtuals.Enqueue(file);
                        break;
                    case var head when head.StartsWith('<') && !head.Contains("<PAMDataset", StringComparison.Ordinal):
                        isComplete = false;
                        break;
                }
            }
        }

        return new RasterFileList([.. found.Order(StringComparer.Ordinal)], isComplete);
    }

    private static (string Driver, IReadOnlyList<string> Files) ListOf(string path, bool isTrusted)
    {
        using var dataset = GdalDataset.Open(path, isTrusted);
        return (dataset.DriverName, dataset.Files());
    }

    /// <summary>The beginning of a file as text, without white space and a byte order mark before it.</summary>
    private static string HeadOf(string path)
    {
        var buffer = new byte[HeadBytes];
        using var file = File.OpenRead(path);
        return Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, HeadBytes, throwOnEndOfStream: false)).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
    }
}

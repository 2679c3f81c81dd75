using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Compares sections that were made again with the raster that they belong to.</summary>
/// <remarks>Thread-safe: each call opens the files for itself.</remarks>
public static class SectionComparison
{
    private const int MostPixels = 1 << 20;

    /// <summary>Counts the pixels that differ, in the first band; NaN is equal to NaN.</summary>
    /// <param name="sections">Files of the sections, each with its place in the raster.</param>
    /// <param name="path">The raster.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <returns>A number for each section.</returns>
    /// <exception cref="RasterAccessException">A file cannot be opened or read, or a section does not lie in the raster.</exception>
    public static IReadOnlyList<long> Count(IReadOnlyList<(string Path, PixelWindow Window)> sections, string path, bool isTrusted, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(sections);
        using var raster = GdalDataset.Open(path, isTrusted);
        var counts = new long[sections.Count];
        foreach (var (number, (file, window)) in sections.Index())
        {
            using var section = GdalDataset.Open(file, isTrusted: false);
            if (section.Size != new RasterSize(window.Width, window.Height) || !PixelWindow.Whole(raster.Size).Contains(window))
            {
                throw new RasterAccessException($"The section {window} does not fit the raster of {raster.Size} pixels: it is not the one that was recorded.", isTransient: false);
            }

            counts[number] = Count(section.Band(1), raster.Band(1), window);
            progress?.Invoke((number + 1.0) / sections.Count);
        }

        return counts;
    }

    private static long Count(GdalRasterBand section, GdalRasterBand raster, PixelWindow window)
    {
        var rows = Math.Max(1, MostPixels / window.Width);
        var (made, kept) = (new double[rows * window.Width], new double[rows * window.Width]);
        var differing = 0L;
        for (var row = 0; row < window.Height; row += rows)
        {
            var height = Math.Min(rows, window.Height - row);
            var count = height * window.Width;
            Read(section, new PixelWindow(0, row, window.Width, height), made);
            Read(raster, new PixelWindow(window.ColumnOffset, window.RowOffset + row, window.Width, height), kept);
            for (var i = 0; i < count; i++)
            {
                differing += made[i].Equals(kept[i]) ? 0 : 1;
            }
        }

        return differing;
    }

    private static unsafe void Read(GdalRasterBand band, PixelWindow window, double[] samples)
    {
        using var errors = GdalErrorScope.Enter($"Reading {window} of", band.Dataset.Path);
        fixed (double* buffer = samples)
        {
            errors.CheckResult("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                band.Handle, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height, buffer, window.Width, window.Height, GdalDataType.GDT_Float64, sizeof(double),
                (long)sizeof(double) * window.Width, 0));
        }
    }
}

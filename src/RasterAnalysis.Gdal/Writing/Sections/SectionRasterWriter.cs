using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Writing.Sections;

/// <summary>Writes the finished raster of one section: a tiled, compressed GeoTIFF of one band, behind which measures of the same pixels may stand.</summary>
/// <remarks>Thread-safe: each call writes a file of its own.</remarks>
public static class SectionRasterWriter
{
    /// <summary>Columns and rows of a block, as in the final raster.</summary>
    public const int BlockSize = 512;

    /// <summary>Writes the pixels under a temporary name in the same folder, closes the file, and renames it.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="grid">Where the pixels lie.</param>
    /// <param name="type">Sample type.</param>
    /// <param name="nativePixels">Rows × columns samples, row by row, little-endian.</param>
    /// <param name="measures">Further bands, one behind the other, each of rows × columns bytes; written as samples of <paramref name="type"/>, which holds 0 to 255.</param>
    /// <exception cref="RasterAccessException">The file cannot be written in full, for example because the disk is full. Nothing is left.</exception>
    public static void Write(string path, RasterGrid grid, PixelType type, ReadOnlySpan<byte> nativePixels, ReadOnlySpan<byte> measures = default)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var count = checked((int)grid.Size.PixelCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(nativePixels.Length, checked(count * type.ByteSize()));
        ArgumentOutOfRangeException.ThrowIfNotEqual(measures.Length % count, 0);
        using var file = new TemporaryFile(path);
        string[] bands = measures.IsEmpty ? [] : ["INTERLEAVE=BAND"];
        using (var dataset = GdalDataset.Create("GTiff", file.Path, grid.Size, 1 + (measures.Length / count), PixelTypeMap.ToGdal(type), [.. CreationOptions(), .. bands]))
        {
            dataset.SetGrid(grid);
            WriteBand(dataset, 1, type, nativePixels);
            for (var band = 0; band < measures.Length / count; band++)
            {
                WriteBand(dataset, band + 2, PixelType.U8, measures.Slice(band * count, count));
            }

            dataset.Complete();
        }

        file.Commit();
    }

    private static unsafe void WriteBand(GdalDataset dataset, int band, PixelType type, ReadOnlySpan<byte> samples)
    {
        using var errors = GdalErrorScope.Enter("Writing", dataset.Path);
        fixed (byte* pixels = samples)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                dataset.Band(band).Handle, GF_Write, 0, 0, dataset.Size.Width, dataset.Size.Height,
                pixels, dataset.Size.Width, dataset.Size.Height, PixelTypeMap.ToGdal(type), 0, 0, 0));
        }
    }

    // Sections live for the length of a job: quick to write counts for more than small.
    internal static string[] CreationOptions()
    {
        var known = LibGdal.GDALGetDriverCreationOptionList(GdalDataset.Driver("GTiff")) ?? string.Empty;
        string[] compression = known.Contains("<Value>ZSTD</Value>", StringComparison.Ordinal) ? ["COMPRESS=ZSTD", "ZSTD_LEVEL=1"]
            : known.Contains("<Value>DEFLATE</Value>", StringComparison.Ordinal) ? ["COMPRESS=DEFLATE", "ZLEVEL=1"]
            : ["COMPRESS=LZW"];
        return ["TILED=YES", $"BLOCKXSIZE={BlockSize}", $"BLOCKYSIZE={BlockSize}", "BIGTIFF=IF_SAFER", .. compression];
    }
}

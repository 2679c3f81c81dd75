using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Writing.Sections;

/// <summary>Writes the finished raster of one section: a tiled, compressed one-band GeoTIFF.</summary>
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
    /// <exception cref="RasterAccessException">The file cannot be written in full, for example because the disk is full. Nothing is left.</exception>
    public static unsafe void Write(string path, RasterGrid grid, PixelType type, ReadOnlySpan<byte> nativePixels)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfNotEqual(nativePixels.Length, checked(grid.Size.PixelCount * type.ByteSize()));
        using var file = new TemporaryFile(path);
        using (var dataset = GdalDataset.Create("GTiff", file.Path, grid.Size, 1, PixelTypeMap.ToGdal(type), CreationOptions()))
        {
            dataset.SetGrid(grid);
            using (var errors = GdalErrorScope.Enter("Writing", file.Path))
            {
                fixed (byte* pixels = nativePixels)
                {
                    errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                        dataset.Band(1).Handle, GF_Write, 0, 0, grid.Size.Width, grid.Size.Height,
                        pixels, grid.Size.Width, grid.Size.Height, PixelTypeMap.ToGdal(type), 0, 0, 0));
                }
            }

            dataset.Complete();
        }

        file.Commit();
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

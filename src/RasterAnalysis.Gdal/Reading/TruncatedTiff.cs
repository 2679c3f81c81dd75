using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Finds GeoTIFFs that an interrupted copy or upload has cut short, from their tables of blocks; only a block that is in doubt is read.</summary>
/// <remarks>Thread-safe: each call opens the file for itself.</remarks>
public static class TruncatedTiff
{
    // Writers that state some block too long are no reason to read all of the file.
    private const int MostDoubts = 16;

    /// <summary>Makes sure that every block of a GeoTIFF lies within the file, those of its mask and overviews too.</summary>
    /// <param name="path">A raster of any kind; others than GeoTIFFs on this machine's disks are not looked at.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <exception cref="RasterAccessException">A block lies behind the end of the file and cannot be read; the text names it.</exception>
    public static void Refuse(string path, bool isTrusted)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var dataset = GdalDataset.Open(path, isTrusted);
        if (dataset.DriverName is not ("GTiff" or "COG"))
        {
            return;
        }

        var length = new FileInfo(path).Length;
        var doubts = dataset.Bands.SelectMany(WithReductions).SelectMany(band => BlocksBehind(band.Handle, length).Select(block => (band.Name, band.Handle, block)));
        foreach (var (name, handle, block) in doubts.Take(MostDoubts))
        {
            using var errors = GdalErrorScope.Enter("Reading", path);
            if (!TryRead(handle, block))
            {
                throw new RasterAccessException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{Path.GetFileName(path)}' is cut short: block {block.Column}, {block.Row} (column and row of blocks, from 0) of {name} ends at byte {block.End}, but the file has {length} bytes. Bring it again, whole."));
            }

            errors.Forgive();
        }
    }

    private static IEnumerable<(string Name, nint Handle)> WithReductions(GdalRasterBand band)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"band {band.Number}");
        var mask = (band.MaskFlags & (GMF_PER_DATASET | GMF_ALPHA)) == GMF_PER_DATASET && band.Number == 1 ? band.GetMask() : 0;
        return Levels(name, band.Handle).Concat(mask == 0 ? [] : Levels("the mask", mask));
    }

    private static IEnumerable<(string Name, nint Handle)> Levels(string name, nint band) =>
        Enumerable.Range(0, LibGdal.GDALGetOverviewCount(band)).Select(level => ($"overview {level + 1} of {name}", LibGdal.GDALGetOverview(band, level)))
            .Where(overview => overview.Item2 != 0).Prepend((name, band));

    private static IEnumerable<Block> BlocksBehind(nint band, long length)
    {
        LibGdal.GDALGetBlockSize(band, out var width, out var height);
        var (columns, rows) = (CountOf(LibGdal.GDALGetRasterBandXSize(band), width), CountOf(LibGdal.GDALGetRasterBandYSize(band), height));
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                // both are null for a block of a sparse file, and for bands that are in no TIFF
                if (Number("BLOCK_OFFSET", column, row) is { } offset && Number("BLOCK_SIZE", column, row) is { } size && offset + size > length)
                {
                    yield return new Block(column, row, column * width, row * height, offset + size);
                }
            }
        }

        long? Number(string what, int column, int row) => long.TryParse(
            LibGdal.GDALGetBandMetadataItem(band, string.Create(CultureInfo.InvariantCulture, $"{what}_{column}_{row}"), "TIFF"),
            NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static int CountOf(int pixels, int perBlock) => (int)(((long)pixels + perBlock - 1) / perBlock);

    // One sample of the block: GDAL reads blocks whole.
    private static unsafe bool TryRead(nint band, Block block)
    {
        double sample;
        return LibGdal.GDALRasterIOEx(band, GF_Read, block.FirstColumn, block.FirstRow, 1, 1, &sample, 1, 1, GdalDataType.GDT_Float64, 0, 0, 0) == 0;
    }

    // End: byte of the file behind the block.
    private readonly record struct Block(int Column, int Row, int FirstColumn, int FirstRow, long End);
}

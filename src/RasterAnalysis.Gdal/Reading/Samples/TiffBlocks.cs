using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading.Samples;

// Where the blocks of a GeoTIFF lie in its file.
internal static class TiffBlocks
{
    // Bytes of the blocks that hold the pixels of a window, each place once. Blocks that the file has not are left out.
    // bands: handles of bands and masks of the dataset's own size.
    public static IReadOnlyList<(long Offset, long Count)> In(PixelWindow window, GdalDataset dataset, IReadOnlyList<nint> bands)
    {
        using var errors = GdalErrorScope.Enter("Finding the blocks of", dataset.Path);
        var places = new HashSet<(long, long)>();
        foreach (var band in bands)
        {
            LibGdal.GDALGetBlockSize(band, out var width, out var height);
            for (var row = window.RowOffset / height; row <= (window.RowEnd - 1) / height; row++)
            {
                for (var column = window.ColumnOffset / width; column <= (window.ColumnEnd - 1) / width; column++)
                {
                    if (Number(band, "BLOCK_OFFSET", column, row) is { } offset && Number(band, "BLOCK_SIZE", column, row) is { } size)
                    {
                        places.Add((offset, size));
                    }
                }
            }
        }

        errors.Check("GDALGetMetadataItem");
        return [.. places];
    }

    private static long? Number(nint band, string what, int column, int row) => long.TryParse(
        LibGdal.GDALGetBandMetadataItem(band, string.Create(CultureInfo.InvariantCulture, $"{what}_{column}_{row}"), "TIFF"),
        NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

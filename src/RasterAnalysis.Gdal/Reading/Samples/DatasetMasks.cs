using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading.Samples;

// The masks that hold for all bands: a mask band, and an alpha band.
internal static class DatasetMasks
{
    // Mask bands to read, 0 where there is no pixel.
    public static IReadOnlyList<nint> Of(GdalDataset dataset, IReadOnlyCollection<int> bands)
    {
        var masks = new List<nint>();
        if (HasMaskBand(dataset, bands))
        {
            masks.Add(dataset.Band(bands.First()).GetMask());
        }

        if (Alpha(dataset, bands) is { } alpha)
        {
            masks.Add(alpha.Handle);
        }

        return masks;
    }

    // As gdal_translate's -b takes it: the number of the alpha band, or the mask of a band; null when there is none.
    public static string? NameOf(GdalDataset dataset, IReadOnlyCollection<int> bands) =>
        Alpha(dataset, bands) is { } alpha ? alpha.Number.ToString(CultureInfo.InvariantCulture)
        : HasMaskBand(dataset, bands) ? string.Create(CultureInfo.InvariantCulture, $"mask,{bands.First()}")
        : null;

    // All of them, as NameOf.
    public static IEnumerable<string> NamesOf(GdalDataset dataset, IReadOnlyCollection<int> bands)
    {
        if (HasMaskBand(dataset, bands))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"mask,{bands.First()}");
        }

        if (Alpha(dataset, bands) is { } alpha)
        {
            yield return alpha.Number.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static bool HasMaskBand(GdalDataset dataset, IReadOnlyCollection<int> bands)
    {
        var flags = dataset.Band(bands.First()).MaskFlags;
        return (flags & GMF_PER_DATASET) != 0 && (flags & GMF_ALPHA) == 0;
    }

    // An alpha band that is itself asked for is data: many cameras' near infrared is tagged as alpha.
    private static GdalRasterBand? Alpha(GdalDataset dataset, IReadOnlyCollection<int> bands)
    {
        var alpha = dataset.Bands.LastOrDefault(band => band.IsAlpha);
        return alpha is not null && !bands.Contains(alpha.Number) ? alpha : null;
    }
}

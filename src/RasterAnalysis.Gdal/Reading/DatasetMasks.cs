using RasterAnalysis.Gdal.Handles;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading;

// The masks that hold for all bands: a mask band, and an alpha band.
internal static class DatasetMasks
{
    // An alpha band that is itself asked for is data: many cameras' near infrared is tagged as alpha.
    public static GdalRasterBand? Alpha(GdalDataset dataset, IReadOnlyCollection<int> bands)
    {
        var alpha = dataset.Bands.LastOrDefault(band => band.IsAlpha);
        return alpha is not null && !bands.Contains(alpha.Number) ? alpha : null;
    }

    // Mask bands to read, 0 where there is no pixel.
    public static IReadOnlyList<nint> Of(GdalDataset dataset, IReadOnlyCollection<int> bands)
    {
        var masks = new List<nint>();
        var first = dataset.Band(bands.First());
        var flags = first.MaskFlags;
        if ((flags & GMF_PER_DATASET) != 0 && (flags & GMF_ALPHA) == 0)
        {
            masks.Add(first.GetMask());
        }

        if (Alpha(dataset, bands) is { } alpha)
        {
            masks.Add(alpha.Handle);
        }

        return masks;
    }
}

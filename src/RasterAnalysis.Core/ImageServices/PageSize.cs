using RasterAnalysis.Rasters;

namespace RasterAnalysis.ImageServices;

/// <summary>How large the pages are in which an image service is read.</summary>
public static class PageSize
{
    private const int Most = 2048;
    private const int Step = 256;
    private const long MostBytes = 64L << 20;

    /// <summary>Columns and rows of a page: within what the service gives, not over 2048, and not over 64 MiB of samples.</summary>
    /// <param name="maxImageSize">Largest answer of the service.</param>
    /// <param name="bands">Bands of an answer.</param>
    /// <param name="type">Type of its samples.</param>
    public static int Choose(RasterSize maxImageSize, int bands, PixelType type)
    {
        var side = Math.Min(Most, Math.Min(maxImageSize.Width, maxImageSize.Height));
        side = side > Step ? side / Step * Step : side;
        while (side > Step && (long)side * side * bands * type.ByteSize() > MostBytes)
        {
            side = Math.Max(Step, side / 2 / Step * Step);
        }

        return Math.Max(1, side);
    }
}

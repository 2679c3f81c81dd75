namespace RasterAnalysis.Benchmarks.Pictures;

/// <summary>A square of a raster of 20,000² cells of one metre, to be shown in 256×256 pixels.</summary>
/// <param name="Left">x of its left edge.</param>
/// <param name="Top">y of its upper edge.</param>
/// <param name="Width">Metres on each side.</param>
internal sealed record PictureViewpoint(double Left, double Top, double Width)
{
    /// <summary>Columns and rows of the raster.</summary>
    public const int Side = 20000;

    /// <summary>Columns and rows of a picture.</summary>
    public const int Pixels = 256;

    private const int Scales = 7;

    /// <summary>Somewhere, at one of seven scales: from the whole raster to 1.2 cells a pixel.</summary>
    public static PictureViewpoint Any(Random random)
    {
        var width = Side / (double)(1 << random.Next(Scales));
        return new PictureViewpoint(500000 + (random.NextDouble() * (Side - width)), 5000000 - (random.NextDouble() * (Side - width)), width);
    }
}

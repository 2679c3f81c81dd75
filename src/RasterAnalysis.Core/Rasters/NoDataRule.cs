namespace RasterAnalysis.Rasters;

/// <summary>Values that a client takes for no pixel, beside those that the raster itself does.</summary>
/// <param name="Values">One value for all bands, or one for each band that is read, in its order.</param>
/// <param name="MatchAll">True: a pixel is none when every band has its value. False: when one of them has.</param>
public sealed record NoDataRule(IReadOnlyList<double> Values, bool MatchAll)
{
    /// <summary>The value of a band, 0-based among those that are read.</summary>
    public double Of(int band) => Values[Math.Min(band, Values.Count - 1)];
}

namespace RasterAnalysis.Transitions;

/// <summary>How much of a from-to raster something has.</summary>
/// <param name="Pixels">Pixels.</param>
/// <param name="SquareMetres">Their area on the ellipsoid; null where it is not known.</param>
public readonly record struct TransitionArea(long Pixels, double? SquareMetres)
{
    /// <summary>Both together: not known where one of them is not.</summary>
    public static TransitionArea operator +(TransitionArea one, TransitionArea other) => new(one.Pixels + other.Pixels, one.SquareMetres + other.SquareMetres);
}

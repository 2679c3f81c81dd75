namespace RasterAnalysis.Tiling;

/// <summary>How long a network takes on one machine for tiles of several sizes: small ones stay in the processor's caches, large ones keep its cores busy.</summary>
/// <param name="Measured">What was measured, smallest first; one size at least.</param>
public sealed record TileSpeeds(IReadOnlyList<TileSpeed> Measured)
{
    /// <summary>Seconds for a million pixels in tiles of a size: on a straight line between the measured sizes next to it, beyond them as at the nearest.</summary>
    public double SecondsPerMegapixel(int side)
    {
        var above = Measured.FirstOrDefault(speed => speed.Side >= side) ?? Measured[^1];
        var below = Measured.LastOrDefault(speed => speed.Side <= side) ?? Measured[0];
        return above.Side <= below.Side
            ? above.SecondsPerMegapixel
            : below.SecondsPerMegapixel + ((above.SecondsPerMegapixel - below.SecondsPerMegapixel) * (side - below.Side) / (above.Side - below.Side));
    }
}

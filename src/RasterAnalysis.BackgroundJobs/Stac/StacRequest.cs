using RasterAnalysis.Stac;

namespace RasterAnalysis.BackgroundJobs.Stac;

/// <summary>A STAC document that has been fetched, and what is wanted of it.</summary>
/// <param name="Path">Full path of its file.</param>
/// <param name="Address">Where it came from.</param>
/// <param name="Field">The request's field that named it.</param>
/// <param name="Choice">What the request says beside the address; null for nothing.</param>
/// <param name="Bands">Names of the bands that the model takes, in its order; null where it names none.</param>
/// <param name="WhyNoNames">Why there are no names, for people.</param>
/// <param name="TakesOne">Whether one file is taken rather than several: for masks and grids.</param>
internal sealed record StacRequest(string Path, Uri Address, string Field, StacChoice? Choice, IReadOnlyList<string>? Bands, string WhyNoNames, bool TakesOne)
{
    /// <summary>Whether all of the assets will be read, so that they are not read by ranges.</summary>
    public bool FetchesWhole { get; init; }

    /// <summary>Whether only a part of the items' extent is wanted, so that some of them need not be looked at.</summary>
    public bool IsPart { get; init; }
}

namespace RasterAnalysis.Rasters;

/// <summary>What one band of a raster says of itself.</summary>
/// <param name="Number">1-based, as in GDAL.</param>
/// <param name="PixelType">Sample type.</param>
/// <param name="NoData">
/// The value that means "no pixel", if the band has one that its type can hold; in floating point it may be NaN or infinite. NaN and infinite samples are no
/// pixels whatever it says.
/// </param>
/// <param name="Name">GDAL's description of the band; empty when it has none.</param>
/// <param name="ColorInterpretation">GDAL's word, for example <c>Red</c>, <c>Alpha</c>, <c>Undefined</c>.</param>
/// <param name="Scale">Stored values times this, plus <paramref name="Offset"/>, are the physical ones; finite, 1 when not said.</param>
/// <param name="Offset">See <paramref name="Scale"/>; finite, 0 when not said.</param>
/// <param name="BlockWidth">Columns of the file's natural block.</param>
/// <param name="BlockHeight">Rows of the file's natural block.</param>
/// <param name="Statistics">Statistics that the file carries, four finite numbers; null when it has none. They are not computed here.</param>
public sealed record BandInfo(
    int Number,
    PixelType PixelType,
    double? NoData,
    string Name,
    string ColorInterpretation,
    double Scale,
    double Offset,
    int BlockWidth,
    int BlockHeight,
    BandStatistics? Statistics)
{
    /// <summary>What the physical values are in, in the file's words, for example <c>K</c>; empty when it does not say.</summary>
    public string Unit { get; init; } = "";
}

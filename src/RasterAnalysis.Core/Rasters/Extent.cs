using System.Globalization;

namespace RasterAnalysis.Rasters;

/// <summary>A rectangle in map units; the axes are x (east) and y (north) whatever the authority's axis order.</summary>
public readonly record struct Extent(double XMin, double YMin, double XMax, double YMax)
{
    /// <summary>Map units along x.</summary>
    public double Width => XMax - XMin;

    /// <summary>Map units along y.</summary>
    public double Height => YMax - YMin;

    /// <summary>Four finite numbers with a positive width and height.</summary>
    public bool IsValid =>
        double.IsFinite(XMin) && double.IsFinite(YMin) && double.IsFinite(XMax) && double.IsFinite(YMax) && XMax > XMin && YMax > YMin;

    /// <summary>Whether the two share an area.</summary>
    public bool Intersects(Extent other) => XMin < other.XMax && other.XMin < XMax && YMin < other.YMax && other.YMin < YMax;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{XMin:R}, {YMin:R}, {XMax:R}, {YMax:R}");
}

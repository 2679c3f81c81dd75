namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>A grid of whole numbers to which coordinates are rounded.</summary>
/// <param name="X">Where it begins, in map units.</param>
/// <param name="Y">Where it begins: its upper edge, or its lower one.</param>
/// <param name="Step">Map units of a step.</param>
/// <param name="IsFromAbove">Whether rows are counted from the upper edge down.</param>
internal sealed record CoordinateGrid(double X, double Y, double Step, bool IsFromAbove);

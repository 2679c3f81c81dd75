namespace RasterAnalysis.Features;

/// <summary>What the parts of a shape are.</summary>
public enum FilterShapeKind
{
    /// <summary>Points.</summary>
    Points,

    /// <summary>Lines.</summary>
    Lines,

    /// <summary>Rings of an area: what lies within an odd number of them is inside.</summary>
    Area,
}

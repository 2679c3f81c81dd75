namespace RasterAnalysis.Features;

/// <summary>How a feature has to lie to a shape.</summary>
public enum SpatialRelation
{
    /// <summary>They have a point in common.</summary>
    Intersects,

    /// <summary>The rectangles around them have a point in common.</summary>
    EnvelopeIntersects,

    /// <summary>No point of the feature lies outside of the shape.</summary>
    Within,

    /// <summary>No point of the shape lies outside of the feature.</summary>
    Contains,
}

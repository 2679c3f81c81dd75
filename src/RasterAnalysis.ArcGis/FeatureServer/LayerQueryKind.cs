namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>What a query is answered with.</summary>
internal enum LayerQueryKind
{
    /// <summary>Features.</summary>
    Features,

    /// <summary>How many features there are.</summary>
    Count,

    /// <summary>Their numbers.</summary>
    Ids,

    /// <summary>The rectangle around them.</summary>
    Extent,

    /// <summary>Statistics of groups, or different values.</summary>
    Summary,
}

namespace RasterAnalysis.Catalog;

/// <summary>What items are called on the wire.</summary>
public static class ItemTypeNames
{
    /// <summary>ArcGIS's name of a type.</summary>
    public static string WireName(this ItemType type) => type switch
    {
        ItemType.DeepLearningPackage => "Deep Learning Package",
        ItemType.ImageService => "Image Service",
        ItemType.FeatureService => "Feature Service",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}

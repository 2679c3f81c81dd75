namespace RasterAnalysis.Catalog;

/// <summary>Kinds of items, in ArcGIS's words.</summary>
public enum ItemType
{
    /// <summary>A model package; on the wire <c>Deep Learning Package</c>.</summary>
    DeepLearningPackage,

    /// <summary>A raster with an image service; on the wire <c>Image Service</c>.</summary>
    ImageService,

    /// <summary>Polygons with a feature service, as a GeoPackage that this service wrote; on the wire <c>Feature Service</c>.</summary>
    FeatureService,
}

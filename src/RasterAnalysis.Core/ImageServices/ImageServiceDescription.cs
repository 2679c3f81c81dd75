using RasterAnalysis.Rasters;

namespace RasterAnalysis.ImageServices;

/// <summary>What an image service says of itself, checked (<c>docs/reference/arcgis-rest-behaviour.md#reading-an-image-service</c>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Columns and rows of its own grid.</param>
/// <param name="Transform">Its own grid: the corner of its extent, its cell size, north up.</param>
/// <param name="SpatialReference">Its coordinate system; null when it has none.</param>
/// <param name="BandCount">Number of bands.</param>
/// <param name="PixelType">Type that samples of answers have.</param>
/// <param name="PixelTypeWord">The type in the service's own word.</param>
/// <param name="NoData">NoData values: none, one for all bands, or one for each band (null: that band has none).</param>
/// <param name="BandNames">Names of the bands; empty when the service does not name them all.</param>
/// <param name="MaxImageSize">Largest answer.</param>
/// <param name="HasColorMap">Whether its values are numbers of a palette.</param>
/// <param name="AllowsRules">Whether it takes rendering rules.</param>
/// <param name="IsMosaic">Whether it is a mosaic with items.</param>
/// <param name="Fields">Names of the fields of its items.</param>
public sealed record ImageServiceDescription(
    string Name,
    RasterSize Size,
    GeoTransform Transform,
    SpatialReference? SpatialReference,
    int BandCount,
    PixelType PixelType,
    string PixelTypeWord,
    IReadOnlyList<double?> NoData,
    IReadOnlyList<string> BandNames,
    RasterSize MaxImageSize,
    bool HasColorMap,
    bool AllowsRules,
    bool IsMosaic,
    IReadOnlyList<string> Fields);

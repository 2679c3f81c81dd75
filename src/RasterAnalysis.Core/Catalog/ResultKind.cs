namespace RasterAnalysis.Catalog;

/// <summary>What a job of a tool leaves behind: which files, and which item they become.</summary>
public sealed class ResultKind
{
    private ResultKind(string extension, IReadOnlyList<string> sidecars, ItemType? item) => (Extension, Sidecars, Item) = (extension, sidecars, item);

    /// <summary>An imagery layer: an item with a GeoTIFF for each of its rasters, and an image service.</summary>
    public static ResultKind Raster { get; } = new(".tif", [".aux.xml"], ItemType.ImageService);

    /// <summary>Features: an item with a GeoPackage, and a feature service. The first field of texts is their class (<see cref="Features.FeatureTableDefinition"/>).</summary>
    public static ResultKind FeatureTable { get; } = new(".gpkg", [], ItemType.FeatureService);

    /// <summary>JSON that stands with the job; no item and no file.</summary>
    public static ResultKind Value { get; } = new("", [], null);

    /// <summary>Ends the names of its files.</summary>
    public string Extension { get; }

    /// <summary>What GDAL may have laid beside a file, by what it adds to the file's name.</summary>
    public IReadOnlyList<string> Sidecars { get; }

    /// <summary>The type of the item that it becomes, which says what serves it; null for none.</summary>
    public ItemType? Item { get; }
}

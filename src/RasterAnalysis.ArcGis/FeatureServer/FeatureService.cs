using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.Catalog;
using RasterAnalysis.Features;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>An item with features as a feature service of one layer, and its table, which is open until this is disposed.</summary>
internal sealed class FeatureService(CatalogItem item, string name, IFeatureTable table) : IDisposable
{
    /// <summary>The most features of one answer.</summary>
    public const int MaxRecordCount = 2000;

    private static readonly string[] ClassFields = ["Class", "ClassName"];

    /// <summary>The item.</summary>
    public CatalogItem Item { get; } = item;

    /// <summary>Name without the folder, as it was published.</summary>
    public string Name { get; } = name;

    /// <summary>Its features.</summary>
    public IFeatureTable Table { get; } = table;

    /// <summary>Where it lies below <c>/arcgis/rest</c>.</summary>
    public string Path => ServicePaths.FeatureService(Name);

    /// <summary>Where its layer lies below <c>/arcgis/rest</c>.</summary>
    public string LayerPath => $"{Path}/0";

    /// <summary>The field with the class of a feature: one that is called so, or else the first of texts; null where there is none.</summary>
    public FeatureField? ClassField => Table.Fields.FirstOrDefault(one => one.Type == FeatureFieldType.Text && ClassFields.Contains(one.Name, StringComparer.OrdinalIgnoreCase))
        ?? Table.Fields.FirstOrDefault(one => one.Type == FeatureFieldType.Text);

    /// <inheritdoc/>
    public void Dispose() => Table.Dispose();
}

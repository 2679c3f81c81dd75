using RasterAnalysis.Catalog;
using RasterAnalysis.Models;
using RasterAnalysis.Polygons;

namespace RasterAnalysis.Tools.Polygons;

/// <summary>The classes by which polygons are drawn.</summary>
public static class PolygonClasses
{
    /// <summary>Each class of a report with its colour: that of the raster's class, or one of its own where the item says none.</summary>
    public static IReadOnlyList<PublishedClass> Of(PolygonReport report, CatalogItem raster)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(raster);
        var colors = raster.Classes.DistinctBy(one => one.Definition.Value).ToDictionary(one => one.Definition.Value, one => one.Definition.Color);
        return [.. report.Classes.Select((one, at) => new PublishedClass(
            new ClassDefinition(one.Value, one.Name, colors.TryGetValue(one.Value, out var color) ? color : ClassPalette.ColorOf(at)), one.Polygons))];
    }
}

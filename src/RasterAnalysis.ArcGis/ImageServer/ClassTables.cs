using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>The classes of a service as a colormap and as a raster attribute table (<c>docs/reference/arcgis-rest-behaviour.md#class-tables</c>).</summary>
internal static class ClassTables
{
    /// <summary>Field of a class's name.</summary>
    public const string NameField = "ClassName";

    private const int MaxNameLength = 255;

    /// <summary>The operations that only rasters with classes have.</summary>
    public static IReadOnlyList<string> Operations { get; } = ["colormap", "rasterAttributeTable"];

    /// <summary>The JSON of <c>colormap</c>: value, red, green, blue.</summary>
    /// <exception cref="InvalidRequestException">The raster has no classes.</exception>
    public static JsonObject ColormapToJson(ImageService service)
    {
        var rows = Classes(service, "colormap").Select(published =>
        {
            var (value, _, color) = published.Definition;
            return new JsonArray(value, color.Red, color.Green, color.Blue);
        });
        return new JsonObject { ["colormap"] = new JsonArray([.. rows]) };
    }

    /// <summary>The JSON of <c>rasterAttributeTable</c>. Clients label classes by the field whose name begins with "class".</summary>
    /// <exception cref="InvalidRequestException">The raster has no classes.</exception>
    public static JsonObject AttributeTableToJson(ImageService service) => new()
    {
        ["objectIdFieldName"] = "OBJECTID",
        ["fields"] = new JsonArray(
            Field("OBJECTID", "OID"), Field("Value", "Integer"), Field("Count", "Double"), Field(NameField, "String"),
            Field("Red", "Integer"), Field("Green", "Integer"), Field("Blue", "Integer")),
        ["features"] = new JsonArray([.. Classes(service, "rasterAttributeTable").Select(Feature)]),
    };

    private static IReadOnlyList<PublishedClass> Classes(ImageService service, string operation) =>
        service.IsThematic ? service.Item.Classes : throw new InvalidRequestException(operation, $"the raster of {service.Name} has no classes.");

    private static JsonObject Field(string name, string type)
    {
        var field = new JsonObject { ["name"] = name, ["type"] = $"esriFieldType{type}", ["alias"] = name };
        if (type == "String")
        {
            field["length"] = MaxNameLength;
        }

        return field;
    }

    private static JsonObject Feature(PublishedClass published, int row)
    {
        var (value, name, color) = published.Definition;
        return new JsonObject
        {
            ["attributes"] = new JsonObject
            {
                ["OBJECTID"] = row,
                ["Value"] = value,
                ["Count"] = published.Count,
                [NameField] = name,
                ["Red"] = color.Red,
                ["Green"] = color.Green,
                ["Blue"] = color.Blue,
            },
        };
    }
}

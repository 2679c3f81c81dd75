using System.Text.Json.Nodes;

namespace RasterAnalysis.ArcGis.ImageServer.Mosaics;

/// <summary>The attributes of a mosaic's rasters, with the names that ArcGIS mosaics have.</summary>
internal static class CatalogFields
{
    /// <summary>Field of the object id.</summary>
    public const string ObjectId = "OBJECTID";

    private const int Primary = 1;

    private static readonly (string Name, string Type, Func<MosaicRaster, object> Value)[] All =
    [
        (ObjectId, "OID", raster => (double)raster.ObjectId),
        ("Name", "String", raster => raster.Member.Name),
        ("MinPS", "Double", _ => 0.0),
        ("MaxPS", "Double", raster => raster.CellSize * Math.Max(raster.Info.Grid.Size.Width, raster.Info.Grid.Size.Height)),
        ("LowPS", "Double", raster => raster.CellSize),
        ("HighPS", "Double", raster => raster.CellSize * Math.Pow(2, raster.Info.OverviewCount)),
        ("Category", "Integer", _ => (double)Primary),
        ("CenterX", "Double", raster => raster.Center.X),
        ("CenterY", "Double", raster => raster.Center.Y),
        ("ZOrder", "Integer", raster => (double)raster.ObjectId),
    ];

    /// <summary>Names in their order, without the shape.</summary>
    public static IEnumerable<string> Names => All.Select(one => one.Name);

    /// <summary>The name as it is spelt here; null for one that is not known.</summary>
    public static string? Find(string name) => Names.FirstOrDefault(own => own.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>A value: text or number.</summary>
    public static object Value(MosaicRaster raster, string name) => All.First(field => field.Name == name).Value(raster);

    /// <summary>A number; null for a field of text.</summary>
    public static double? Number(MosaicRaster raster, string name) => Value(raster, name) as double?;

    /// <summary>The list of fields.</summary>
    /// <param name="names">Which.</param>
    /// <param name="hasShape">Whether the shape follows.</param>
    public static JsonArray ToJson(IEnumerable<string> names, bool hasShape)
    {
        var fields = All.Where(field => names.Contains(field.Name)).Select(field => Field(field.Name, field.Type, field.Type == "String" ? 255 : null)).ToList();
        return [.. hasShape ? [.. fields, Field("Shape", "Geometry", null)] : fields];
    }

    /// <summary>The attributes of a raster.</summary>
    public static JsonObject Attributes(MosaicRaster raster, IEnumerable<string> names) => new(All.Where(field => names.Contains(field.Name)).Select(field =>
        KeyValuePair.Create(field.Name, (JsonNode?)(field.Value(raster) is double number
            ? field.Type == "Double" ? JsonValue.Create(number) : JsonValue.Create((long)number)
            : JsonValue.Create((string)field.Value(raster))))));

    private static JsonObject Field(string name, string type, int? length)
    {
        var field = new JsonObject { ["name"] = name, ["type"] = $"esriFieldType{type}", ["alias"] = name, ["domain"] = null };
        if (length is not null)
        {
            field["length"] = length;
        }

        return field;
    }
}

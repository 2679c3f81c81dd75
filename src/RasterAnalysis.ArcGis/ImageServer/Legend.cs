using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>The legend of a service: one entry for each class; none for imagery, whose colours are its own.</summary>
internal static class Legend
{
    private const int HashLength = 32;

    /// <summary>The JSON of <c>legend</c>.</summary>
    public static JsonObject ToJson(ImageService service) => new()
    {
        ["layers"] = new JsonArray(new JsonObject
        {
            ["layerId"] = 0,
            ["layerName"] = service.Name,
            ["layerType"] = "Raster Layer",
            ["minScale"] = 0,
            ["maxScale"] = 0,
            ["legendType"] = service.IsThematic ? "Unique Values" : "RGB Composite",
            ["legend"] = new JsonArray([.. service.Item.Classes.Select(Entry)]),
        }),
    };

    private static JsonObject Entry(PublishedClass published)
    {
        var swatch = LegendSwatch.Encode(published.Definition.Color);
        return new JsonObject
        {
            ["label"] = published.Definition.Name,
            ["url"] = Convert.ToHexStringLower(SHA256.HashData(swatch))[..HashLength],
            ["imageData"] = Convert.ToBase64String(swatch),
            ["contentType"] = "image/png",
            ["height"] = LegendSwatch.Side,
            ["width"] = LegendSwatch.Side,
            ["values"] = EsriJson.Texts(published.Definition.Value.ToString(CultureInfo.InvariantCulture)),
        };
    }
}

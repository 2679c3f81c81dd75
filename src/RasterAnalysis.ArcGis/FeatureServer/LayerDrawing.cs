using System.Text.Json.Nodes;
using RasterAnalysis.Models;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>How clients draw the features, unless they know better: each class in its colour, so that the ground can be seen through it.</summary>
internal static class LayerDrawing
{
    private const int FillAlpha = 90;
    private const double OutlineWidth = 1.5;
    private static readonly RgbColor Plain = new(0, 112, 255);

    /// <summary>The JSON of <c>drawingInfo</c>.</summary>
    public static JsonObject ToJson(FeatureService service) => new()
    {
        ["renderer"] = service.Item.Classes.Count > 0 && service.ClassField is { } field ? ByClass(service, field.Name) : new JsonObject
        {
            ["type"] = "simple", ["symbol"] = Symbol(Plain), ["label"] = "", ["description"] = "",
        },
        ["transparency"] = 0,
        ["labelingInfo"] = null,
    };

    private static JsonObject ByClass(FeatureService service, string field) => new()
    {
        ["type"] = "uniqueValue",
        ["field1"] = field,
        ["field2"] = null,
        ["field3"] = null,
        ["fieldDelimiter"] = ", ",
        ["defaultSymbol"] = Symbol(Plain),
        ["defaultLabel"] = "Other",
        ["uniqueValueInfos"] = new JsonArray([.. service.Item.Classes.Select(published => new JsonObject
        {
            ["symbol"] = Symbol(published.Definition.Color), ["value"] = published.Definition.Name, ["label"] = published.Definition.Name, ["description"] = "",
        })]),
    };

    private static JsonObject Symbol(RgbColor color) => new()
    {
        ["type"] = "esriSFS",
        ["style"] = "esriSFSSolid",
        ["color"] = new JsonArray(color.Red, color.Green, color.Blue, FillAlpha),
        ["outline"] = new JsonObject
        {
            ["type"] = "esriSLS", ["style"] = "esriSLSSolid", ["color"] = new JsonArray(color.Red, color.Green, color.Blue, 255), ["width"] = OutlineWidth,
        },
    };
}

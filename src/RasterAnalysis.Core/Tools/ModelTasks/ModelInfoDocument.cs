using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Models;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Tools.ModelTasks;

/// <summary>
/// What a tool pane fills its form from (<c>docs/reference/arcgis-rest-behaviour.md#tasks-about-models</c>): the <c>.emd</c>, and
/// <c>ParameterInfo</c> with the arguments that a job may give. Clients leave the entries <c>raster</c> and <c>model</c> out of the form; ArcGIS lists them, so they are here too.
/// </summary>
public static class ModelInfoDocument
{
    private const string Unused = " (Of the package's own Python function; this service does not use it.)";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the document.</summary>
    /// <returns>A JSON text.</returns>
    public static string Write(ModelDescription model)
    {
        var document = JsonNode.Parse(model.Definition) as JsonObject ?? [];
        document["ParameterInfo"] = new JsonArray(
        [
            Filled("raster", "raster", "Raster", "The raster to classify."),
            Filled("model", "string", "Model", "The deep learning package."),
            .. model.Arguments.Select(ToJson),
        ]);
        return document.ToJsonString(Readable);
    }

    private static JsonObject Filled(string name, string type, string title, string description) => new()
    {
        ["name"] = name,
        ["dataType"] = type,
        ["value"] = "",
        ["required"] = true,
        ["displayName"] = title,
        ["description"] = description,
    };

    private static JsonObject ToJson(ModelArgumentInfo argument)
    {
        var entry = new JsonObject
        {
            ["name"] = argument.Name,
            ["dataType"] = argument.DataType,
            ["value"] = argument.Value,
            ["required"] = argument.Required,
            ["displayName"] = argument.DisplayName,
            ["description"] = argument.Description + (argument.IsUsed ? "" : Unused),
        };
        if (argument.Domain.Count > 0)
        {
            entry["domain"] = new JsonArray([.. argument.Domain.Select(value => JsonValue.Create(value))]);
        }

        return entry;
    }
}

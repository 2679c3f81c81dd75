using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Tools;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>Tools as tasks of a geoprocessing service (<c>docs/reference/arcgis-rest-behaviour.md#describing-a-task</c>).</summary>
internal static class ToolJson
{
    /// <summary>How tasks run here: as jobs.</summary>
    public const string ExecutionType = "esriExecutionTypeAsynchronous";

    extension(ToolDescription tool)
    {
        /// <summary>The JSON.</summary>
        public JsonObject ToJson() => new()
        {
            ["name"] = tool.Name,
            ["displayName"] = tool.DisplayName,
            ["description"] = tool.Text,
            ["category"] = "",
            ["helpUrl"] = "",
            ["executionType"] = ExecutionType,
            ["parameters"] = new JsonArray([.. tool.Inputs.Append(tool.Result).Select(parameter => parameter.ToJson())]),
        };

        /// <summary>Takes the tool's own parameters out of a request, under their canonical names and with JSON texts as JSON.</summary>
        public JsonObject PickInputs(RequestParameters parameters) => new(
            from parameter in tool.Inputs
            let text = parameter.TextIn(parameters)
            where text is not null
            select KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.ToValue(text)));
    }
}

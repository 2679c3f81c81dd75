using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>What a task says of itself (<c>arcgis-rest</c> 4.2).</summary>
/// <param name="Name">Name in addresses, canonical case.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Text">What it does.</param>
/// <param name="Inputs">Input parameters in order.</param>
/// <param name="Result">The one output parameter.</param>
/// <param name="ResultAliases">Other names under which the result is given out but not listed.</param>
internal sealed record TaskDescription(
    string Name,
    string DisplayName,
    string Text,
    IReadOnlyList<TaskParameter> Inputs,
    TaskParameter Result,
    IReadOnlyList<string> ResultAliases)
{
    /// <summary>How tasks run here: as jobs.</summary>
    public const string ExecutionType = "esriExecutionTypeAsynchronous";

    /// <summary>The JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["displayName"] = DisplayName,
        ["description"] = Text,
        ["category"] = "",
        ["helpUrl"] = "",
        ["executionType"] = ExecutionType,
        ["parameters"] = new JsonArray([.. Inputs.Append(Result).Select(parameter => parameter.ToJson())]),
    };

    /// <summary>Takes the task's own parameters out of a request, under their canonical names and with JSON texts as JSON.</summary>
    public JsonObject PickInputs(RequestParameters parameters) => new(
        from parameter in Inputs
        let text = parameter.TextIn(parameters)
        where text is not null
        select KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.ToValue(text)));

    /// <summary>Whether a name, in any case, means the result.</summary>
    public bool IsResult(string name) => ResultAliases.Prepend(Result.Name).Contains(name, StringComparer.OrdinalIgnoreCase);
}

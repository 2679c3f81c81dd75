using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Json;
using RasterAnalysis.Tools;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>Parameters of tools as ArcGIS clients see them and send them. The data types are the two that every client can decode.</summary>
internal static class ToolParameterJson
{
    extension(ToolParameter parameter)
    {
        /// <summary>ArcGIS's word for the type of the value.</summary>
        public string DataType => parameter.IsBoolean ? "GPBoolean" : "GPString";

        /// <summary>The JSON. <c>defaultValue</c> must be there: the Python API reads it without asking.</summary>
        public JsonObject ToJson() => new()
        {
            ["name"] = parameter.Name,
            ["dataType"] = parameter.DataType,
            ["displayName"] = parameter.DisplayName,
            ["description"] = parameter.Text,
            ["direction"] = parameter.Need == ParameterNeed.Derived ? "esriGPParameterDirectionOutput" : "esriGPParameterDirectionInput",
            ["defaultValue"] = parameter.IsBoolean ? JsonValue.Create(false) : JsonValue.Create(""),
            ["parameterType"] = $"esriGPParameterType{parameter.Need}",
            ["category"] = "",
        };

        /// <summary>The parameter's text in a request; null when it is unset.</summary>
        public string? TextIn(RequestParameters parameters) =>
            (parameters[parameter.Name] ?? (parameter.Misspelling is null ? null : parameters[parameter.Misspelling])) is var text && text == "{}" ? null : text;

        /// <summary>A text as the value that it means: a boolean, an object, a list, or itself.</summary>
        public JsonNode ToValue(string text)
        {
            if (parameter.IsBoolean)
            {
                return JsonReading.ParseBoolean(text) is { } value ? JsonValue.Create(value) : JsonValue.Create(text);
            }

            try
            {
                // parsed, so that tokens in it are found by their keys before the job is stored
                return text[0] is '{' or '[' && LenientJson.Parse(text) is { } node ? node : JsonValue.Create(text);
            }
            catch (FormatException)
            {
                return JsonValue.Create(text);
            }
        }
    }
}

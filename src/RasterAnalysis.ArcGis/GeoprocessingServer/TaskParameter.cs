using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>A parameter of a task. The data types are the two that every client can decode.</summary>
/// <param name="Name">Canonical name.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Text">What it is for.</param>
/// <param name="Need">Whether it must be given, or is what the task gives.</param>
/// <param name="IsBoolean"><c>GPBoolean</c>, false by default; else <c>GPString</c>.</param>
/// <param name="Misspelling">Another name under which clients send it.</param>
internal sealed record TaskParameter(
    string Name, string DisplayName, string Text, ParameterNeed Need, bool IsBoolean = false, string? Misspelling = null)
{
    /// <summary>ArcGIS's word for the type of the value.</summary>
    public string DataType => IsBoolean ? "GPBoolean" : "GPString";

    /// <summary>The JSON. <c>defaultValue</c> must be there: the Python API reads it without asking.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["dataType"] = DataType,
        ["displayName"] = DisplayName,
        ["description"] = Text,
        ["direction"] = Need == ParameterNeed.Derived ? "esriGPParameterDirectionOutput" : "esriGPParameterDirectionInput",
        ["defaultValue"] = IsBoolean ? JsonValue.Create(false) : JsonValue.Create(""),
        ["parameterType"] = $"esriGPParameterType{Need}",
        ["category"] = "",
    };

    /// <summary>The parameter's text in a request; null when it is unset.</summary>
    public string? TextIn(RequestParameters parameters) =>
        (parameters[Name] ?? (Misspelling is null ? null : parameters[Misspelling])) is var text && text == "{}" ? null : text;

    /// <summary>A text as the value that it means: a boolean, an object, a list, or itself.</summary>
    public JsonNode ToValue(string text)
    {
        if (IsBoolean)
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

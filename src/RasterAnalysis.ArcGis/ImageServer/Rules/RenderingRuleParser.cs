using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>
/// Reads the parameter <c>renderingRule</c>: <c>{"rasterFunction","rasterFunctionArguments"}</c>, or the longer form of templates,
/// <c>{"function":{"type":"…Function"},"arguments"}</c>. Functions nest by the argument <c>Raster</c>.
/// </summary>
internal static class RenderingRuleParser
{
    private const string Field = "renderingRule";
    private const int MaxDepth = 10;

    /// <summary>Reads the rule.</summary>
    /// <param name="text">The parameter; null when it is not set.</param>
    /// <returns>Null when there is none: the service's own way.</returns>
    /// <exception cref="InvalidRequestException">It is not understood.</exception>
    public static RasterFunction? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return LenientJson.Parse(text) switch
            {
                JsonObject { Count: 0 } => null,
                JsonObject rule => Read(rule, Field, 0),
                _ => throw Refuse(Field, "must be a JSON object, for example {\"rasterFunction\":\"None\"}."),
            };
        }
        catch (FormatException exception)
        {
            throw Refuse(Field, exception.Message);
        }
    }

    private static RasterFunction Read(JsonObject rule, string path, int depth)
    {
        if (depth >= MaxDepth)
        {
            throw Refuse(path, $"is nested more than {MaxDepth} deep.");
        }

        var keys = new RuleArguments(rule, path);
        var function = keys["rasterFunction"];
        var isTemplate = function is null && keys["function"] is JsonObject;
        var name = isTemplate ? new RuleArguments((JsonObject)keys["function"]!, path)["type"].AsText() : function.AsText();
        if (name is null)
        {
            throw Refuse(path, "must name a rasterFunction, for example {\"rasterFunction\":\"Stretch\",\"rasterFunctionArguments\":{\"StretchType\":5}}.");
        }

        var argumentsName = isTemplate ? "arguments" : "rasterFunctionArguments";
        var node = keys[argumentsName];
        if (node is not (null or JsonObject))
        {
            throw Refuse($"{path}.{argumentsName}", "must be a JSON object.");
        }

        var arguments = new RuleArguments((JsonObject?)node, $"{path}.{argumentsName}");
        return Make(Bare(name), arguments, path) with { Input = ReadInput(arguments, $"{path}.{argumentsName}.Raster", depth) };
    }

    // "StretchFunction" in templates is "Stretch"
    private static string Bare(string name)
    {
        const string Suffix = "FUNCTION";
        var upper = name.Trim().ToUpperInvariant();
        return upper.EndsWith(Suffix, StringComparison.Ordinal) && upper.Length > Suffix.Length ? upper[..^Suffix.Length] : upper;
    }

    private static RasterFunction Make(string name, RuleArguments arguments, string path) => name switch
    {
        "NONE" or "IDENTITY" => new StoredValuesFunction(),
        "CLIP" => ClipRule.Read(arguments),
        "COLORMAP" => ColormapRule.Read(arguments),
        "EXTRACTBAND" => ExtractBandRule.Read(arguments),
        "MASK" => MaskRule.Read(arguments),
        "REMAP" => RemapRule.Read(arguments),
        "STRETCH" => StretchRule.Read(arguments),
        _ => throw Refuse($"{path}.rasterFunction", $"is not known here; there are {string.Join(", ", RasterFunctionList.Names)}."),
    };

    private static RasterFunction? ReadInput(RuleArguments arguments, string path, int depth) => arguments["Raster"] switch
    {
        null => null,

        // "$$" and the dataset variables of templates stand for the service's raster
        JsonValue value when value.AsText() is { } text && text.StartsWith('$') => null,
        JsonObject variable when !variable.ContainsKey("rasterFunction") && !variable.ContainsKey("function") && variable.ContainsKey("isDataset") => null,
        JsonObject inner => Read(inner, path, depth + 1),
        _ => throw Refuse(path, "must be another raster function, or left out for the service's own raster."),
    };

    private static InvalidRequestException Refuse(string field, string message) => new(field, message);
}

using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Models;

namespace RasterAnalysis.Requests;

/// <summary>Reads the parameter <c>modelArguments</c>: an object of texts, numbers and booleans by name.</summary>
internal static class ModelArgumentsParser
{
    /// <summary>Reads it; faults go to the reader.</summary>
    /// <returns>The arguments, by name in any case; none where the parameter is unset.</returns>
    public static GivenArguments Parse(RequestReader reader)
    {
        if (reader.Node("modelArguments") is not { } node || reader.Object("modelArguments", node) is not { } found)
        {
            return GivenArguments.None;
        }

        var arguments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in found)
        {
            if (value is JsonObject or JsonArray && name.Equals("data_range", StringComparison.OrdinalIgnoreCase) is false)
            {
                reader.Refuse($"modelArguments.{name}", "must be a text, a number or a boolean.");
            }
            else if (!arguments.TryAdd(name, value is JsonArray ? value.ToJsonString() : value.AsText() ?? ""))
            {
                reader.Refuse($"modelArguments.{name}", "is given twice.");
            }
        }

        return GivenArguments.Read(arguments, reader.Errors);
    }
}

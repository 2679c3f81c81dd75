using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Json;

/// <summary>
/// Reads loosely typed values: packages and ArcGIS clients write numbers and booleans as texts, and texts as numbers. Each method returns
/// null for what it cannot take as the wanted type.
/// </summary>
public static class JsonReading
{
    /// <summary>A finite number, from a number or a text such as <c>"56"</c>.</summary>
    public static double? AsNumber(this JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        if (value.GetValueKind() == JsonValueKind.Number)
        {
            return value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number
                : double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number) ? number
                : null;
        }

        return value.GetValueKind() == JsonValueKind.String
            && double.TryParse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            && double.IsFinite(parsed) ? parsed : null;
    }

    /// <summary>A whole number that fits a 64-bit integer.</summary>
    public static long? AsInteger(this JsonNode? node) =>
        node.AsNumber() is { } number && Math.Floor(number) == number && Math.Abs(number) < 9e15 ? (long)number : null;

    /// <summary>A whole number that fits a 32-bit integer.</summary>
    public static int? AsInt32(this JsonNode? node) =>
        node.AsInteger() is { } number && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    /// <summary>A boolean, from <c>true</c>, <c>"True"</c>, <c>"1"</c>, 1 and their opposites.</summary>
    public static bool? AsBoolean(this JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.True => true,
        JsonValue value when value.GetValueKind() == JsonValueKind.False => false,
        JsonValue => ParseBoolean(node.AsText()),
        _ => null,
    };

    /// <summary>A boolean from its text, in any case.</summary>
    public static bool? ParseBoolean(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" or "YES" or "ON" => true,
        "FALSE" or "0" or "NO" or "OFF" => false,
        _ => null,
    };

    /// <summary>A text, from a text, a number or a boolean; null for objects, arrays and null.</summary>
    public static string? AsText(this JsonNode? node) => node is not JsonValue value ? null : value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => null,
    };

    /// <summary>A list of finite numbers; null when it is no list or holds anything else.</summary>
    public static IReadOnlyList<double>? AsNumbers(this JsonNode? node)
    {
        if (node is not JsonArray array)
        {
            return null;
        }

        var numbers = array.Select(AsNumber).ToArray();
        return numbers.All(number => number.HasValue) ? [.. numbers.Select(number => number!.Value)] : null;
    }
}

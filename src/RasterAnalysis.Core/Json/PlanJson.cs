using System.Text.Json;
using System.Text.Json.Serialization;

namespace RasterAnalysis.Json;

/// <summary>
/// How requests, plans, items and the lines between processes are written: compact, exact, enums as words. Numbers that JSON has none for are
/// words too (<c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>): a NoData value may well be one, and comes back as it was.
/// </summary>
public static class PlanJson
{
    /// <summary>The options; do not change them.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        IncludeFields = true,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes a value as JSON text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a value back.</summary>
    /// <exception cref="JsonException">The text is not what <see cref="Write"/> wrote.</exception>
    public static T Read<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException($"A {typeof(T).Name} is expected, not null.");
}

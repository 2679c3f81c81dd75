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

    /// <summary>
    /// Prepares ahead what the serializer would at the first value of each type: how its properties, and theirs, are read and written. It is most of what a first value takes.
    /// </summary>
    /// <param name="types">Types that are written or read. Kinds (<see cref="KindJson"/>) are named one by one.</param>
    /// <exception cref="InvalidOperationException">Two properties of one of them, or of what it holds, have the same name.</exception>
    public static void Prepare(params IEnumerable<Type> types)
    {
        Options.MakeReadOnly(populateMissingResolver: true);
        var (met, left) = (new HashSet<Type>(), new Stack<Type>(types));
        while (left.TryPop(out var type))
        {
            if (!met.Add(type))
            {
                continue;
            }

            var known = Options.GetTypeInfo(type);
            foreach (var inner in known.Properties.Select(property => property.PropertyType).Append(known.ElementType).Append(Nullable.GetUnderlyingType(type)).OfType<Type>())
            {
                left.Push(inner);
            }
        }
    }

    /// <summary>Writes a value as JSON text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a value back.</summary>
    /// <exception cref="JsonException">The text is not what <see cref="Write"/> wrote.</exception>
    public static T Read<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException($"A {typeof(T).Name} is expected, not null.");
}

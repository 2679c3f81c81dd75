using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RasterAnalysis.Json;

/// <summary>
/// Writes and reads values of types that come in kinds (<see cref="JsonDerivedTypeAttribute"/>) as <see cref="PlanJson"/> would: the kind's name first, as <c>$type</c>. The serializer itself
/// prepares all kinds, with what they hold, before the first value; here only those that are met are prepared. A process that is there for one request is started for no other.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public static class KindJson
{
    private const string KindKey = "$type";

    /// <summary>Writes a value as JSON text.</summary>
    /// <typeparam name="T">The type; its kinds are derived from it.</typeparam>
    /// <exception cref="NotSupportedException">It is of no kind that the type lists.</exception>
    public static string Write<T>(T value)
        where T : class
    {
        var type = value.GetType();
        var name = Kinds<T>.Names.GetValueOrDefault(type) ?? throw new NotSupportedException($"{type.Name} is no kind of {typeof(T).Name}.");
        var text = JsonSerializer.Serialize(value, type, PlanJson.Options);
        return $"{{\"{KindKey}\":\"{name}\"{(text.Length > 2 ? "," : "")}{text.AsSpan(1)}";
    }

    /// <summary>Reads a value back.</summary>
    /// <typeparam name="T">The type; its kinds are derived from it.</typeparam>
    /// <exception cref="JsonException">The text is not what <see cref="Write"/> wrote.</exception>
    public static T Read<T>(string text)
        where T : class
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Kinds<T>.Types.TryGetValue(KindOf(bytes) ?? "", out var type) && JsonSerializer.Deserialize(bytes, type, PlanJson.Options) is T value
            ? value : throw new JsonException($"An object that begins with \"{KindKey}\" and the name of a kind of {typeof(T).Name} is expected.");
    }

    private static string? KindOf(byte[] text)
    {
        var reader = new Utf8JsonReader(text);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(KindKey)
            && reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    private static class Kinds<T>
    {
        public static readonly FrozenDictionary<string, Type> Types = typeof(T).GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
            .ToFrozenDictionary(kind => (string)kind.TypeDiscriminator!, kind => kind.DerivedType);

        public static readonly FrozenDictionary<Type, string> Names = Types.ToFrozenDictionary(kind => kind.Value, kind => kind.Key);
    }
}

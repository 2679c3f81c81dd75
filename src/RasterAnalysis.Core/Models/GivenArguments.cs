using System.Text.Json;
using System.Text.Json.Serialization;

namespace RasterAnalysis.Models;

/// <summary>
/// Model arguments as somebody gave them, a job or a package: their texts, which Python raster functions are given, and what the built-in function reads of them. They are read once, where they
/// come in, and travel so.
/// </summary>
/// <remarks>Thread-safe.</remarks>
[JsonConverter(typeof(Converter))]
public sealed class GivenArguments
{
    private ModelArguments? _values;

    internal GivenArguments(IReadOnlyDictionary<string, string> texts, ModelArguments? values) => (Texts, _values) = (texts, values);

    /// <summary>No argument given.</summary>
    public static GivenArguments None { get; } = new(new Dictionary<string, string>(), ModelArguments.None);

    /// <summary>Each argument as text, by name.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>What the built-in function reads of them.</summary>
    /// <exception cref="InvalidRequestException">One cannot be taken; only where a version stored them that kept the texts alone.</exception>
    public ModelArguments Values => _values ??= Parse(Texts);

    /// <summary>Reads arguments.</summary>
    /// <param name="texts">Names and values; names in any case. A blank value means not given.</param>
    /// <param name="errors">Receives one fault for each value that cannot be taken.</param>
    public static GivenArguments Read(IReadOnlyDictionary<string, string> texts, ICollection<RequestError> errors) => new(texts, ModelArguments.Parse(texts, errors));

    private static ModelArguments Parse(IReadOnlyDictionary<string, string> texts)
    {
        var errors = new List<RequestError>();
        var values = ModelArguments.Parse(texts, errors);
        return errors.Count == 0 ? values : throw new InvalidRequestException(errors);
    }

    /// <summary>An object of texts and values; the texts alone, as earlier versions wrote them, where they were not read yet.</summary>
    private sealed class Converter : JsonConverter<GivenArguments>
    {
        public override GivenArguments Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);

            // an argument of that name would be a text
            return document.RootElement.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Object
                ? new GivenArguments(TextsOf(document.RootElement.GetProperty("texts"), options), values.Deserialize<ModelArguments>(options))
                : new GivenArguments(TextsOf(document.RootElement, options), values: null);
        }

        public override void Write(Utf8JsonWriter writer, GivenArguments value, JsonSerializerOptions options)
        {
            if (value._values is not { } values)
            {
                JsonSerializer.Serialize(writer, value.Texts, options);
                return;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("texts");
            JsonSerializer.Serialize(writer, value.Texts, options);
            writer.WritePropertyName("values");
            JsonSerializer.Serialize(writer, values, options);
            writer.WriteEndObject();
        }

        private static Dictionary<string, string> TextsOf(JsonElement element, JsonSerializerOptions options) => element.Deserialize<Dictionary<string, string>>(options)!;
    }
}

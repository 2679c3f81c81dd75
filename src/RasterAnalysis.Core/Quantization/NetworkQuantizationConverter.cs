using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RasterAnalysis.Quantization;

/// <summary>How quantisations stand in plans: with their kind, and without one those of bytes, which were the only ones when there was no kind.</summary>
internal sealed class NetworkQuantizationConverter : JsonConverter<NetworkQuantization>
{
    private const string Kind = "kind";
    private const string Bytes = "int8";
    private const string Halves = "float16";

    public override NetworkQuantization? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("A quantisation is an object.");
        return (string?)json[Kind] switch
        {
            Halves => json.Deserialize<HalfQuantization>(options),
            Bytes or null => json.Deserialize<ByteQuantization>(options),
            var kind => throw new JsonException($"'{kind}' is no kind of quantisation."),
        };
    }

    public override void Write(Utf8JsonWriter writer, NetworkQuantization value, JsonSerializerOptions options)
    {
        var json = JsonSerializer.SerializeToNode(value, value.GetType(), options)!.AsObject();
        json[Kind] = value is HalfQuantization ? Halves : Bytes;
        json.WriteTo(writer, options);
    }
}

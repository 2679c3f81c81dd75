using System.Text.Json;
using System.Text.Json.Serialization;
using RasterAnalysis.Json;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Requests;

/// <summary>
/// How the requests of jobs stand in the database: wherever one names an input, files of the data folder by <see cref="DataLayout.ToStored"/>, and foreign addresses, which may be signed,
/// sealed by <see cref="SecretBox"/>.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class StoredRequests
{
    private readonly DataLayout _layout;
    private readonly SecretBox _secrets;
    private readonly JsonSerializerOptions _options;

    /// <summary>Writes and reads the requests of one data folder.</summary>
    public StoredRequests(DataLayout layout, SecretBox secrets)
    {
        (_layout, _secrets) = (layout, secrets);
        _options = new JsonSerializerOptions(PlanJson.Options);
        _options.Converters.Add(new LocationConverter(this));
    }

    /// <summary>Writes a request.</summary>
    public string Write<TRequest>(TRequest request) => JsonSerializer.Serialize(request, _options);

    /// <summary>Reads what <see cref="Write"/> wrote, or an earlier version.</summary>
    /// <exception cref="JsonException">The text is no such request.</exception>
    public TRequest Read<TRequest>(string text) =>
        JsonSerializer.Deserialize<TRequest>(text, _options) ?? throw new JsonException($"A {typeof(TRequest).Name} is expected, not null.");

    private InputLocation ToStored(InputLocation location) => WithPaths(location with { Members = location.ItemId is null ? location.Members : null }, _layout.ToStored) with
    {
        Url = null, SealedUrl = location.Url is { } url ? _secrets.Seal(url.OriginalString) : location.SealedUrl,
        IsMosaicItem = location.IsMosaicItem || location is { ItemId: not null, Members: not null },
    };

    private InputLocation FromStored(InputLocation location) => WithPaths(location, _layout.FromStored) with
    {
        Url = location.SealedUrl is { } sealedUrl ? new Uri(_secrets.Open(sealedUrl)) : location.Url, SealedUrl = null,
    };

    private static InputLocation WithPaths(InputLocation location, Func<string, string> change) => location with
    {
        Path = location.Path is { } path ? change(path) : null,
        Members = location.Members is { } members ? [.. members.Select(member => member with { Path = change(member.Path) })] : null,
    };

    private sealed class LocationConverter(StoredRequests requests) : JsonConverter<InputLocation>
    {
        public override InputLocation? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<InputLocation>(ref reader, PlanJson.Options) is { } location ? requests.FromStored(location) : null;

        public override void Write(Utf8JsonWriter writer, InputLocation value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, requests.ToStored(value), PlanJson.Options);
    }
}

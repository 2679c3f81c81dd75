using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Requests;

/// <summary>Looks parameters of a request up by name, in any case, and collects the faults. A blank, <c>#</c>, null or <c>{}</c> is unset.</summary>
internal sealed class RequestReader(JsonObject parameters, string path = "")
{
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    public List<RequestError> Errors { get; init; } = [];

    /// <summary>The value of the first name that is given and set; null when none is.</summary>
    public JsonNode? Node(params ReadOnlySpan<string> names)
    {
        JsonNode? found = null;
        foreach (var name in names)
        {
            _seen.Add(name);
            found ??= parameters.Where(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(pair => Set(pair.Value))
                .FirstOrDefault(node => node is not null);
        }

        return found;
    }

    /// <summary>A text; null when it is unset, and when it is none, which is a fault.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        if (Node(names) is not { } node)
        {
            return null;
        }

        if (node.AsText() is { } text)
        {
            return text;
        }

        Refuse(names[0], "must be a text.");
        return null;
    }

    /// <summary>A boolean; false when it is unset, and when it is none, which is a fault.</summary>
    public bool Boolean(string name)
    {
        if (Node(name) is not { } node)
        {
            return false;
        }

        if (node.AsBoolean() is { } value)
        {
            return value;
        }

        Refuse(name, "must be true or false.");
        return false;
    }

    /// <summary>A reader of an object inside this one, with the same list of faults.</summary>
    public RequestReader Into(JsonObject inner, string name) => new(inner, $"{path}{name}.") { Errors = Errors };

    public string Field(string name) => path + name;

    public void Refuse(string name, string message) => Errors.Add(new RequestError(Field(name), message));

    /// <summary>Set names that nobody asked for.</summary>
    public IEnumerable<string> Unknown() => parameters.Where(pair => !_seen.Contains(pair.Key) && Set(pair.Value) is not null).Select(pair => pair.Key);

    /// <summary>The value as an object: itself, or parsed from a text that holds one.</summary>
    public JsonObject? Object(string name, JsonNode node)
    {
        switch (node)
        {
            case JsonObject given:
                return given;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                try
                {
                    var parsed = LenientJson.Parse(value.GetValue<string>());

                    // some clients write JSON as a text inside a JSON text
                    parsed = parsed is JsonValue inner && inner.GetValueKind() == JsonValueKind.String ? LenientJson.Parse(inner.GetValue<string>()) : parsed;
                    if (parsed is JsonObject found)
                    {
                        return found;
                    }
                }
                catch (FormatException exception)
                {
                    Refuse(name, exception.Message);
                    return null;
                }

                break;
        }

        Refuse(name, "must be a JSON object.");
        return null;
    }

    private static JsonNode? Set(JsonNode? node) => node switch
    {
        null => null,
        JsonObject { Count: 0 } => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Trim() is ("" or "#" or "null" or "{}") => null,
        _ => node,
    };
}

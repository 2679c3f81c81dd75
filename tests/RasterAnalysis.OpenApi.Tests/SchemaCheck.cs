using System.Text.Json;
using System.Text.Json.Nodes;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>Compares JSON with the schemas of a document: types, words of enumerations, members that must be there, and members that are not described.</summary>
internal sealed class SchemaCheck(JsonNode document)
{
    /// <summary>What is amiss, each with its place.</summary>
    public IEnumerable<string> Faults(JsonNode schema, JsonNode? value, string place)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            schema = document["components"]!["schemas"]![reference.Split('/')[^1]]!;
        }

        if ((string?)schema["type"] is not { } type)
        {
            return [];
        }

        if (value is null)
        {
            return (bool?)schema["nullable"] == true ? [] : [$"{place} is null."];
        }

        if (!IsOf(type, value.GetValueKind()))
        {
            return [$"{place} is {value.GetValueKind()}, not {type}."];
        }

        return value switch
        {
            JsonObject members => Members(schema, members, place),
            JsonArray items => items.SelectMany((item, n) => Faults(schema["items"]!, item, $"{place}[{n}]")),
            _ when schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)) => [$"{place} is {value.ToJsonString()}, not one of {words.ToJsonString()}."],
            _ => [],
        };
    }

    private IEnumerable<string> Members(JsonNode schema, JsonObject members, string place)
    {
        foreach (var required in schema["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey((string)required!))
            {
                yield return $"{place} lacks {required}.";
            }
        }

        foreach (var (name, member) in members)
        {
            if (schema["properties"]?[name] is { } described)
            {
                foreach (var fault in Faults(described, member, $"{place}.{name}"))
                {
                    yield return fault;
                }
            }
            else if (schema["additionalProperties"] is not JsonObject)
            {
                yield return $"{place}.{name} is not described.";
            }
        }
    }

    private static bool IsOf(string type, JsonValueKind kind) => type switch
    {
        "object" => kind == JsonValueKind.Object,
        "array" => kind == JsonValueKind.Array,
        "string" => kind == JsonValueKind.String,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        _ => kind == JsonValueKind.Number,
    };
}

using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Models;

/// <summary>A value of an MLM item and where it stands, so that every refusal names its field.</summary>
/// <param name="source">Name of the item's file.</param>
/// <param name="path">Path of the field inside the item, for example <c>mlm:input[0].value_scaling[1].mean</c>.</param>
/// <param name="node">The value; null where there is none.</param>
internal sealed class MlmField(string source, string path, JsonNode? node)
{
    private const int MostEntries = 4096;

    /// <summary>The value; null where there is none.</summary>
    public JsonNode? Node => node;

    /// <summary>Where it stands.</summary>
    public string Path => path;

    /// <summary>A member of an object.</summary>
    public MlmField this[string name] => new(source, path.Length == 0 ? name : $"{path}.{name}", (node as JsonObject)?[name]);

    /// <summary>The entries of a list; empty where there is none.</summary>
    /// <exception cref="ModelPackageException">It is no list, or too long.</exception>
    public IReadOnlyList<MlmField> List(string of) => node switch
    {
        null => [],
        JsonArray { Count: <= MostEntries } list => [.. list.Select((entry, i) => new MlmField(source, $"{path}[{i}]", entry))],
        JsonArray list => throw Fail($"has {list.Count} entries; at most {MostEntries} are taken"),
        _ => throw Fail($"must be a list of {of}"),
    };

    /// <summary>The entries of a list that must be there.</summary>
    public IReadOnlyList<MlmField> Needed(string of) => List(of) is { Count: > 0 } entries ? entries : throw Fail($"is missing or empty; it must be a list of {of}");

    /// <summary>An object.</summary>
    public MlmField Object() => node is JsonObject ? this : throw Fail(node is null ? "is missing; it must be an object" : "must be an object");

    /// <summary>A text that is not blank; null where there is none.</summary>
    public string? Text() => node switch
    {
        null => null,
        _ when node.AsText() is { Length: <= 4096 } text && !string.IsNullOrWhiteSpace(text) => text.Trim(),
        _ => throw Fail("must be a text that is not empty, of at most 4096 characters"),
    };

    /// <summary>A finite number that must be there.</summary>
    public double Number() => node.AsNumber() ?? throw Fail(node is null ? "is missing; it must be a number" : "must be a finite number");

    /// <summary>A refusal of this field.</summary>
    /// <param name="what">What is wrong and what would be right, going on after the field's path.</param>
    public ModelPackageException Fail(string what) => new($"{source}: {path} {what}.");
}

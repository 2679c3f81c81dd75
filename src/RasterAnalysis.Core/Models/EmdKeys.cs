using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Models;

/// <summary>
/// Looks keys up in a definition: by exact spelling first, then in any case with a warning (Esri's own readers are case-sensitive).
/// Collects the warnings of one reading.
/// </summary>
internal sealed class EmdKeys(JsonObject document, string source)
{
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Warnings => _warnings;

    public JsonNode? Node(string key)
    {
        if (document.TryGetPropertyValue(key, out var exact))
        {
            return IsNaN(exact) ? null : exact;
        }

        foreach (var (name, node) in document)
        {
            if (string.Equals(name, key, StringComparison.OrdinalIgnoreCase))
            {
                Warn($"{source} spells {key} as \"{name}\"; ArcGIS would not find it.");
                return node;
            }
        }

        return null;
    }

    // Python writes a number that it does not have as NaN
    private static bool IsNaN(JsonNode? node) => node.AsText() is "NaN" or "nan";

    public string? Text(string key) => Node(key).AsText();

    /// <summary>The first of several spellings of a key that the definition has, and the first of all without a value where it has none.</summary>
    public (string Key, JsonNode? Node) First(IReadOnlyList<string> spellings) =>
        spellings.Where(document.ContainsKey).Concat(spellings).Select(key => (key, Node(key))).FirstOrDefault(pair => pair.Item2 is not null, (spellings[0], null));

    public int? Integer(string key, int lowest, int highest)
    {
        if (Node(key) is not { } node)
        {
            return null;
        }

        return node.AsInt32() is { } number && number >= lowest && number <= highest
            ? number
            : throw Fail($"{key} must be a whole number from {lowest} to {highest}, not {Shorten(node)}.");
    }

    public void Warn(string warning)
    {
        if (!_warnings.Contains(warning))
        {
            _warnings.Add(warning);
        }
    }

    public ModelPackageException Fail(string what) => new($"{source}: {what}");

    /// <summary>A value for messages.</summary>
    public static string Shorten(JsonNode node)
    {
        var text = node.ToJsonString();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}

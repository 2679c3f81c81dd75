using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>The arguments of one raster function, with names in any case, values bare or wrapped as templates wrap them.</summary>
/// <param name="arguments">The object; null for none.</param>
/// <param name="path">Where it lies in the request, for messages.</param>
internal sealed class RuleArguments(JsonObject? arguments, string path)
{
    /// <summary>Whether something is said under a name.</summary>
    public bool Has(string name) => this[name] is not null;

    /// <summary>The value under a name; null when there is none.</summary>
    public JsonNode? this[string name]
    {
        get
        {
            var node = arguments?.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

            // {"type":"Scalar","value":3} and the like
            return node is JsonObject wrapped && wrapped.ContainsKey("value") && wrapped.ContainsKey("type") ? wrapped["value"] : node;
        }
    }

    /// <summary>A number, or what holds when it is not said.</summary>
    /// <exception cref="InvalidRequestException">It is no number within the limits.</exception>
    public double Number(string name, double unset, double min = double.MinValue, double max = double.MaxValue) =>
        this[name] is not { } node ? unset
            : node.AsNumber() is { } number && number >= min && number <= max ? number
            : throw Refuse(name, min == double.MinValue ? "must be a number." : FormattableString.Invariant($"must be a number from {min} to {max}."));

    /// <summary>A truth value, or what holds when it is not said.</summary>
    /// <exception cref="InvalidRequestException">It is neither true nor false.</exception>
    public bool Boolean(string name, bool unset) =>
        this[name] is not { } node ? unset : node.AsBoolean() ?? throw Refuse(name, "must be true or false.");

    /// <summary>A list of numbers; null when it is not said.</summary>
    /// <exception cref="InvalidRequestException">It is no such list, or too long.</exception>
    public IReadOnlyList<double>? Numbers(string name, int most)
    {
        if (this[name] is not { } node)
        {
            return null;
        }

        // a single number stands for a list of one
        var numbers = node.AsNumbers() ?? (node.AsNumber() is { } one ? [one] : null);
        return numbers is not null && numbers.Count <= most ? numbers : throw Refuse(name, $"must be a list of at most {most} numbers.");
    }

    /// <summary>The failure of one argument.</summary>
    public InvalidRequestException Refuse(string name, string message) => new($"{path}.{name}", message);
}

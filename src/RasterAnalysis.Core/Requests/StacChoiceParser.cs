using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Stac;

namespace RasterAnalysis.Requests;

/// <summary>Reads <c>assets</c> and <c>values</c>, which say how a STAC document is read.</summary>
public static class StacChoiceParser
{
    private const int MostAssets = 256;
    private const int MostLength = 256;

    /// <summary>Reads them from a request that has them at its top.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isUrl">Whether it names an address.</param>
    /// <returns>Null where neither is given.</returns>
    /// <exception cref="InvalidRequestException">They are none.</exception>
    public static StacChoice? Parse(JsonObject request, bool isUrl)
    {
        var reader = new RequestReader(request);
        var choice = Parse(reader, isUrl);
        return reader.Errors.Count == 0 ? choice : throw new InvalidRequestException(reader.Errors);
    }

    /// <summary>Reads them; faults go to the reader.</summary>
    /// <returns>Null where neither is given.</returns>
    internal static StacChoice? Parse(RequestReader reader, bool isUrl)
    {
        var (assets, values) = (reader.Node("assets"), reader.Node("values"));
        if (assets is null && values is null)
        {
            return null;
        }

        if (!isUrl)
        {
            reader.Refuse(assets is null ? "values" : "assets", "is only for STAC documents that are named by url; leave it out.");
            return null;
        }

        return new StacChoice(assets is null ? null : Names(reader, assets), AreStored(reader, values));
    }

    private static string[]? Names(RequestReader reader, JsonNode node)
    {
        // clients of forms write lists as texts
        var names = node is JsonArray array ? array.Select(entry => entry is JsonValue ? entry.AsText()?.Trim() : null).ToArray() : node.AsText()?.Split(',', StringSplitOptions.TrimEntries);
        if (names is { Length: > 0 and <= MostAssets } && names.All(name => name is { Length: > 0 and <= MostLength }))
        {
            return names!;
        }

        reader.Refuse("assets", $"must be a list of 1 to {MostAssets} keys of assets, for example [\"red\", \"green\", \"blue\"].");
        return null;
    }

    private static bool AreStored(RequestReader reader, JsonNode? node)
    {
        switch (node.AsText()?.Trim().ToUpperInvariant())
        {
            case null when node is null:
            case "SCALED":
                return false;
            case "STORED":
                return true;
            default:
                reader.Refuse("values", "must be \"scaled\" or \"stored\".");
                return false;
        }
    }
}

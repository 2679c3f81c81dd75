using System.Globalization;
using System.Text.Json;

namespace RasterAnalysis.Stac;

/// <summary>Reads what counts of a STAC document. What it does not know it leaves aside; what it needs must have the right type.</summary>
internal sealed class StacReader(Uri address, string field)
{
    private const int MostAssets = 1000;
    private const int MostBands = 4096;
    private const int MostIdLength = 200;

    public StacDocument Read(JsonElement root)
    {
        switch (Text(root, "type", ""))
        {
            case "Feature":
                return new StacDocument([Item(root, "")], false);
            case "FeatureCollection":
                break;
            case "Collection" or "Catalog":
                throw Fail("type", "is a STAC Collection or Catalog, which has no pixels of its own; give an Item, or an ItemCollection such as a search answers.");
            default:
                throw Fail("type", "is JSON, but neither a STAC Item (type Feature) nor an ItemCollection (type FeatureCollection).");
        }

        if (!root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            throw Fail("features", "must be a list of items.");
        }

        var count = features.GetArrayLength();
        if (count is 0 or > StacDocument.MostItems)
        {
            throw Fail("features", count == 0 ? "is empty: the search found no item." : $"has {count} items; {StacDocument.MostItems} are the most.");
        }

        var items = features.EnumerateArray().Select((feature, i) => Item(feature, string.Create(CultureInfo.InvariantCulture, $"features[{i}]."))).ToArray();
        return new StacDocument(
            [.. items.OrderBy(item => item.CloudCover is null).ThenBy(item => item.CloudCover).ThenByDescending(item => item.Time)], HasNext(root));
    }

    private StacItem Item(JsonElement item, string place)
    {
        Require(item, JsonValueKind.Object, place.TrimEnd('.'), "an object");
        if (!item.TryGetProperty("assets", out var assets))
        {
            throw Fail($"{place}assets", "is missing; an item names its files there.");
        }

        Require(assets, JsonValueKind.Object, $"{place}assets", "an object of assets by their keys");
        var properties = item.TryGetProperty("properties", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var list = assets.EnumerateObject().Take(MostAssets + 1)
            .Select(asset => Asset(asset.Name, asset.Value, $"{place}assets.{asset.Name}") with { Footprint = StacProjection.Of(asset.Value, properties, item) }).ToArray();
        if (list.Length is 0 or > MostAssets)
        {
            throw Fail($"{place}assets", list.Length == 0 ? "is empty: the item names no file." : $"has more than the {MostAssets} assets that are taken.");
        }

        var id = Text(item, "id", place) is { Length: > 0 and <= MostIdLength } text ? text : throw Fail($"{place}id", $"must be a text of 1 to {MostIdLength} characters.");
        return new StacItem(
            id, place, place.Length > 0 && SelfOf(item) is { } self ? self : address,
            Time(properties, "datetime") ?? Time(properties, "end_datetime") ?? Time(properties, "start_datetime"),
            Number(properties, "eo:cloud_cover", $"{place}properties.", isFinite: true),
            IsTrue(properties, "earthsearch:boa_offset_applied") || IsTrue(properties, "sentinel:boa_offset_applied"), list);
    }

    private StacAsset Asset(string key, JsonElement asset, string place)
    {
        Require(asset, JsonValueKind.Object, place, "an object");
        var href = Text(asset, "href", $"{place}.") is { Length: > 0 } text ? text : throw Fail($"{place}.href", "is missing; it says where the file lies.");
        return new StacAsset(key, href, Alternates(asset, place), Text(asset, "type", $"{place}."), Roles(asset), Bands(asset, place));
    }

    private List<string> Alternates(JsonElement asset, string place)
    {
        var found = new List<string>();
        if (asset.TryGetProperty("alternate", out var alternate))
        {
            Require(alternate, JsonValueKind.Object, $"{place}.alternate", "an object of places by their names");
            foreach (var other in alternate.EnumerateObject().Where(other => other.Value.ValueKind == JsonValueKind.Object))
            {
                if (Text(other.Value, "href", $"{place}.alternate.{other.Name}.") is { Length: > 0 } href)
                {
                    found.Add(href);
                }
            }
        }

        return found;
    }

    private static string[] Roles(JsonElement asset) => asset.TryGetProperty("roles", out var roles) && roles.ValueKind == JsonValueKind.Array
        ? [.. roles.EnumerateArray().Where(role => role.ValueKind == JsonValueKind.String).Select(role => role.GetString()!)] : [];

    private List<StacBand> Bands(JsonElement asset, string place)
    {
        var (common, optical, raster) = (List(asset, "bands", place), List(asset, "eo:bands", place), List(asset, "raster:bands", place));
        var bands = new List<StacBand>();
        for (var i = 0; i < Math.Max(common.Length, Math.Max(optical.Length, raster.Length)); i++)
        {
            var (own, eye, stored) = (common.ElementAtOrDefault(i), optical.ElementAtOrDefault(i), raster.ElementAtOrDefault(i));
            bands.Add(new StacBand(
                Text(own, "name", $"{place}.bands[{i}].") ?? Text(eye, "name", $"{place}.eo:bands[{i}]."),
                Text(own, "eo:common_name", $"{place}.bands[{i}].") ?? Text(eye, "common_name", $"{place}.eo:bands[{i}]."),
                Number(stored, "nodata", $"{place}.raster:bands[{i}].") ?? Number(own, "nodata", $"{place}.bands[{i}].") ?? Number(asset, "nodata", $"{place}."),
                Scale(stored, "scale", $"{place}.raster:bands[{i}].") ?? Scale(own, "raster:scale", $"{place}.bands[{i}].") ?? Scale(asset, "raster:scale", $"{place}."),
                Finite(stored, "offset", $"{place}.raster:bands[{i}].") ?? Finite(own, "raster:offset", $"{place}.bands[{i}].") ?? Finite(asset, "raster:offset", $"{place}.")));
        }

        if (bands.Count > 0)
        {
            return bands;
        }

        // of 1.1: what holds for all bands stands with the asset, also where there is one alone
        var one = new StacBand(
            null, Text(asset, "eo:common_name", $"{place}."), Number(asset, "nodata", $"{place}."), Scale(asset, "raster:scale", $"{place}."), Finite(asset, "raster:offset", $"{place}."));
        return one is { CommonName: null, NoData: null, Scale: null, Offset: null } ? [] : [one];
    }

    private JsonElement[] List(JsonElement asset, string name, string place)
    {
        if (!asset.TryGetProperty(name, out var list))
        {
            return [];
        }

        Require(list, JsonValueKind.Array, $"{place}.{name}", "a list of bands");
        return list.GetArrayLength() <= MostBands ? [.. list.EnumerateArray()] : throw Fail($"{place}.{name}", $"has more than {MostBands} bands.");
    }

    private double? Scale(JsonElement element, string name, string place) =>
        Finite(element, name, place) is { } scale ? scale != 0 ? scale : throw Fail(place + name, "is 0; values times 0 would all be the same.") : null;

    private double? Finite(JsonElement element, string name, string place) => Number(element, name, place, isFinite: true);

    private double? Number(JsonElement element, string name, string place, bool isFinite = false)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        double? number = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String => value.GetString()!.ToUpperInvariant() switch
            {
                "NAN" => double.NaN,
                "INF" => double.PositiveInfinity,
                "-INF" => double.NegativeInfinity,
                _ => null,
            },
            _ => null,
        };
        return number is { } given && (!isFinite || double.IsFinite(given)) ? given : throw Fail(place + name, isFinite ? "must be a finite number." : "must be a number, \"nan\", \"inf\" or \"-inf\".");
    }

    private string? Text(JsonElement element, string name, string place)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        Require(value, JsonValueKind.String, place + name, "a text");
        return value.GetString();
    }

    private static DateTimeOffset? Time(JsonElement properties, string name) =>
        properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static bool IsTrue(JsonElement properties, string name) =>
        properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static Uri? SelfOf(JsonElement item) => Links(item, "self")
        .Select(href => Uri.TryCreate(href, UriKind.Absolute, out var self) && self.Scheme is ("http" or "https") ? self : null).FirstOrDefault(self => self is not null);

    private static bool HasNext(JsonElement root) => Links(root, "next").Any();

    private static IEnumerable<string> Links(JsonElement element, string relation) => element.TryGetProperty("links", out var links) && links.ValueKind == JsonValueKind.Array
        ? links.EnumerateArray().Where(link => Is(link, "rel", relation) && link.TryGetProperty("href", out var href) && href.ValueKind == JsonValueKind.String)
            .Select(link => link.GetProperty("href").GetString()!)
        : [];

    private static bool Is(JsonElement link, string name, string text) =>
        link.ValueKind == JsonValueKind.Object && link.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == text;

    private void Require(JsonElement value, JsonValueKind kind, string place, string what)
    {
        if (value.ValueKind != kind)
        {
            throw Fail(place, $"must be {what}.");
        }
    }

    private InvalidRequestException Fail(string place, string message) => new(field, $"The STAC document cannot be read: {place} {message}");
}

namespace RasterAnalysis.Stac;

/// <summary>Chooses the assets of an item that are read, and the order of their bands.</summary>
public static class StacPicker
{
    /// <summary>Chooses.</summary>
    /// <param name="item">The item.</param>
    /// <param name="assets">Keys or band names that the request lists; null for none.</param>
    /// <param name="bands">Names of the bands that the model takes, in its order; null where it names none.</param>
    /// <param name="whyNoNames">Why there are no names, for people.</param>
    /// <param name="field">The request's field that named the document.</param>
    /// <returns>At least one asset; each once.</returns>
    /// <exception cref="InvalidRequestException">They cannot be chosen; the text lists the assets that there are.</exception>
    public static IReadOnlyList<PickedAsset> Pick(StacItem item, IReadOnlyList<string>? assets, IReadOnlyList<string>? bands, string whyNoNames, string field)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (assets is not null)
        {
            return [.. assets.Select(name => Listed(item, name, field)).Distinct().Select(asset => new PickedAsset(asset, [.. asset.Bands.Select(Named)]))];
        }

        var rasters = Rasters(item);
        var data = rasters.Any(asset => asset.IsData) ? [.. rasters.Where(asset => asset.IsData)] : rasters;
        if (bands is not null && !(data is [{ } only] && !only.Bands.Any(HasName)))
        {
            return ByBands(item, rasters, bands, field);
        }

        return data is [{ } single] ? [new PickedAsset(single, [.. single.Bands.Select(Named)])] : throw new InvalidRequestException(
            field, data.Length == 0
                ? $"{Of(item)} has no asset that is a GeoTIFF or a JPEG 2000 file. {Listing(item.Assets)}"
                : $"{Of(item)} has {data.Length} data assets, and {whyNoNames}. List those that are to be the raster's bands, in their order, as \"assets\". {Listing(data)}");
    }

    private static StacAsset Listed(StacItem item, string name, string field) =>
        item.Assets.FirstOrDefault(asset => asset.Key == name)
        ?? item.Assets.FirstOrDefault(asset => asset.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? Find(item, Rasters(item), name, field)?.Asset
        ?? throw new InvalidRequestException($"{field}.assets", $"names '{name}', but {Of(item)} has neither an asset nor a band of that name. {Listing(item.Assets)}");

    private static StacAsset[] Rasters(StacItem item)
    {
        var rasters = item.Assets.Where(asset => asset.IsRaster).ToArray();
        return rasters.Any(asset => asset.IsTiff) ? [.. rasters.Where(asset => asset.IsTiff)] : rasters;
    }

    private static List<PickedAsset> ByBands(StacItem item, StacAsset[] rasters, IReadOnlyList<string> bands, string field)
    {
        var picked = new List<PickedAsset>();
        var missing = new List<string>();
        foreach (var name in bands)
        {
            if (Find(item, rasters, name, field) is not (var asset, var index))
            {
                missing.Add(name);
                continue;
            }

            var place = picked.FindIndex(one => one.Asset == asset);
            if (place < 0)
            {
                picked.Add(new PickedAsset(asset, [.. asset.Bands.Select(Named)]));
                place = picked.Count - 1;
            }

            // under the model's own word the band is found again
            var named = picked[place].Bands.Count > index ? picked[place].Bands.ToArray() : [.. picked[place].Bands, new StacBand(null, null, null, null, null)];
            named[index] = named[index] with { Name = name };
            picked[place] = picked[place] with { Bands = named };
        }

        return missing.Count == 0 ? picked : throw new InvalidRequestException(
            field, $"{Of(item)} has no asset with the band{(missing.Count == 1 ? "" : "s")} {string.Join(", ", missing.Select(name => $"'{name}'"))}, which the model asks for. "
            + $"List the assets in the order of the model's bands, as \"assets\". {Listing(rasters)}");
    }

    /// <summary>A band by the first rule that finds one: the asset's key, the band's name, its common name, other words for the same, and the near infrared of either width.</summary>
    private static (StacAsset Asset, int Band)? Find(StacItem item, StacAsset[] rasters, string name, string field)
    {
        // what has one band is a measurement; of several it may be a picture of them
        var single = rasters.Where(asset => asset.Bands.Count <= 1).ToArray();
        Func<StacAsset, StacBand?, bool>[] rules =
        [
            (asset, _) => StacBandNames.IsSame(asset.Key, name),
            (_, band) => StacBandNames.IsSame(band?.Name, name),
            (_, band) => StacBandNames.IsSame(band?.CommonName, name),
            (asset, band) => StacBandNames.MeanSame(asset.Key, name) || StacBandNames.MeanSame(band?.Name, name) || StacBandNames.MeanSame(band?.CommonName, name),
            (asset, band) => StacBandNames.AreNearInfrared(asset.Key, name) || StacBandNames.AreNearInfrared(band?.CommonName, name),
        ];
        foreach (var rule in rules)
        {
            var found = single.Where(asset => rule(asset, asset.Bands.Count > 0 ? asset.Bands[0] : null)).ToArray();
            if (found.Length > 1)
            {
                throw new InvalidRequestException(
                    field, $"{Of(item)} has several assets for the band '{name}': {string.Join(", ", found.Select(asset => asset.Key))}. List the assets in the order of the model's bands, as \"assets\".");
            }

            if (found is [{ } one])
            {
                return (one, 0);
            }

            foreach (var asset in rasters.Where(asset => asset.Bands.Count > 1).OrderByDescending(asset => asset.IsData))
            {
                var index = asset.Bands.ToList().FindIndex(band => rule(NoKey(asset), band));
                if (index >= 0)
                {
                    return (asset, index);
                }
            }
        }

        return null;
    }

    private static StacAsset NoKey(StacAsset asset) => asset with { Key = "" };

    private static StacBand Named(StacBand band) => band with { Name = band.CommonName ?? band.Name };

    private static bool HasName(StacBand band) => band.Name is not null || band.CommonName is not null;

    private static string Of(StacItem item) => $"the STAC item '{item.Id}'";

    private static string Listing(IEnumerable<StacAsset> assets)
    {
        const int most = 40;
        var shown = assets.Take(most + 1).Select(Shown).ToList();
        return $"Its assets are {string.Join(", ", shown.Take(most))}{(shown.Count > most ? ", …" : "")}.";
    }

    private static string Shown(StacAsset asset) => asset.Bands is [{ CommonName: { } common }] && common != asset.Key ? $"{asset.Key} ({common})" : asset.Key;
}

using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.ImageServices;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>Lists the rasters of a mosaic service (<c>docs/reference/arcgis-rest-behaviour.md#rasters-of-a-mosaic</c>).</summary>
internal sealed class ServiceItems(ImageServiceClient client, ImageServiceDescription service, ImageServiceSource source)
{
    private const int MaxItems = 2000;
    private const int AtOnce = 4;

    /// <summary>Reads the ids that the mosaic rule chooses, in ascending order, and what each item is.</summary>
    /// <exception cref="RasterAccessException">The service does not list them, or one of them is no raster.</exception>
    public async Task<IReadOnlyList<ServiceItem>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = await IdsAsync(cancellationToken);
        var items = new ServiceItem[ids.Count];
        await Parallel.ForEachAsync(
            ids.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (entry, stop) =>
            {
                var (number, id) = entry;
                var info = await client.GetJsonAsync(string.Create(CultureInfo.InvariantCulture, $"{id}/info"), [], stop);
                items[number] = new ServiceItem(id, ImageServiceDescriptionParser.ParseItem(info, $"{service.Name} item {id}", service));
            });
        return items;
    }

    private async Task<IReadOnlyList<long>> IdsAsync(CancellationToken cancellationToken)
    {
        var rule = source.MosaicRule is { } text ? LenientJson.Parse(text) as JsonObject : null;
        var locked = (rule?["lockRasterIds"] as JsonArray ?? rule?["fids"] as JsonArray)?.Select(id => id.AsInteger()).OfType<long>().ToHashSet();

        // a mosaic also lists its overviews and services; primary rasters have category 1
        List<string> conditions = [rule?["where"].AsText() is { Length: > 0 } where ? $"({where})" : "1=1"];
        if (service.Fields.Contains("Category", StringComparer.OrdinalIgnoreCase))
        {
            conditions.Add("Category=1");
        }

        var ids = new SortedSet<long>();
        var after = "";
        for (var isMore = true; isMore;)
        {
            var answer = await client.GetJsonAsync(
                "query", [new("where", string.Join(" AND ", conditions) + after), new("returnIdsOnly", "true")], cancellationToken);
            var page = (answer["objectIds"] as JsonArray ?? []).Select(id => id.AsInteger()).OfType<long>().ToArray();
            var before = ids.Count;
            ids.UnionWith(page);
            isMore = answer["exceededTransferLimit"].AsBoolean() == true && ids.Count > before;
            if (isMore)
            {
                // the service lists only so many at once: go on behind the last one
                var field = answer["objectIdFieldName"].AsText() is { } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') ? name : "OBJECTID";
                after = string.Create(CultureInfo.InvariantCulture, $" AND {field}>{ids.Max}");
            }

            if (ids.Count > MaxItems)
            {
                throw new RasterAccessException($"{client.Shown} has more than {MaxItems} items; choose some of them by mosaicRule, with where or lockRasterIds.");
            }
        }

        var chosen = ids.Where(id => locked is null || locked.Contains(id)).ToArray();
        return chosen.Length > 0 ? chosen : throw new RasterAccessException($"{client.Shown} lists no item{(rule is null ? "" : " that the mosaicRule chooses")}, so there is none to classify by itself.");
    }
}

/// <summary>One raster of a mosaic service.</summary>
/// <param name="Id">Its object id.</param>
/// <param name="Description">What it is, on its own grid.</param>
internal sealed record ServiceItem(long Id, ImageServiceDescription Description);
